"""`models export`: converts source models of other projects into ONNX files that a profile can bind."""

import shutil
from collections.abc import Mapping
from hashlib import file_digest
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sarai_mqtt.cli.output import ConfigOption, JsonFlag, emit, progress_bar
from sarai_mqtt.core.errors import BadInput, ModelError
from sarai_mqtt.models.export import Optimize
from sarai_mqtt.models.export.adapter_kinds import Activation, Kind

if TYPE_CHECKING:
    import numpy.typing as npt
    from onnx import ModelProto

    from sarai_mqtt.engines.onnx.roles import Role

export = typer.Typer(help="Make model files of your own from source models.", no_args_is_help=True)

ModelOption = Annotated[Path, typer.Option("--model", help="The source model.", show_default=False)]
OutputOption = Annotated[Path, typer.Option("--output", help="Folder for the files.", show_default=False)]
OptimizeOption = Annotated[Optimize, typer.Option("--optimize", help="How the weights are kept.")]
SpeechOption = Annotated[
    Path,
    typer.Option(
        "--model",
        help="Folder of the source model, or its weights file with config.json beside.",
        show_default=False,
    ),
]
FileOption = Annotated[Path, typer.Option("--output", help="The .onnx file to write.", show_default=False)]
StorageOption = Annotated[
    Optimize,
    typer.Option(
        "--optimize",
        help="How weights are stored: int8 with a scale per channel, fp16, or none (float32). "
        "All of them compute in float32, so int8 and fp16 make the file smaller, not faster.",
    ),
]
TokenizerOption = Annotated[
    Path | None,
    typer.Option("--tokenizer", help="Its tokenizer.json, if not beside the weights.", show_default=False),
]
# Artifact of the catalogue: the tokenizer of all of OpenAI's multilingual Whisper models but large-v3.
_TOKENIZER = "whisper-base-tokenizer"


@export.command("whisper")
def whisper(
    model: ModelOption,
    output: OutputOption,
    optimize: OptimizeOption = Optimize.INT8,
    tokenizer: TokenizerOption = None,
    config: ConfigOption = None,
    *,
    json: JsonFlag = False,
) -> None:
    """Whisper from CTranslate2, Hugging Face (safetensors) or OpenAI (.pt): an encoder and a decoder."""
    from sarai_mqtt.engines.mel import MELS
    from sarai_mqtt.models.export import whisper_sources
    from sarai_mqtt.models.export.quantize import products
    from sarai_mqtt.models.export.whisper import from_weights

    if tokenizer is None and whisper_sources.kind(model) == "openai":
        tokenizer = _catalogue_path(_TOKENIZER, config)
    with progress_bar() as bar:
        bar("Whisper: reading the weights", 0.0)
        weights, tokens, tokenizer = whisper_sources.load(model, tokenizer)
        if weights.mels != MELS:  # large-v3
            raise ModelError(
                "model_shape",
                f"{model} listens to {weights.mels} mel bands; the service makes {MELS}.",
                "Take a Whisper before large-v3.",
            )
        encoder, decoder = from_weights(weights, tokens, products(optimize), bar)
        graphs = {"whisper-encoder": encoder.model(), "whisper-decoder": decoder.model()}
    paths = write(output, graphs)
    paths["whisper-tokenizer"] = output / "whisper-tokenizer.json"
    if not paths["whisper-tokenizer"].exists() or not paths["whisper-tokenizer"].samefile(tokenizer):
        shutil.copyfile(tokenizer, paths["whisper-tokenizer"])
    _check_whisper(*paths.values())
    print_files(paths, json=json)


@export.command("vocoder")
def vocoder(
    model: SpeechOption,
    output: FileOption,
    optimize: StorageOption = Optimize.INT8,
    *,
    json: JsonFlag = False,
) -> None:
    """BigVGAN or HiFi-GAN: mel [1, mels, F] to audio [1, samples], for a Talker that makes its mel."""
    import numpy as np

    from sarai_mqtt.models.export import bigvgan

    _writable(output)
    config, weights = bigvgan.load(model)
    model_proto = bigvgan.generator(config, weights).model()
    role = _export_speech(model_proto, output, optimize)
    _run_once(role, mel=np.zeros((1, config.num_mels, 4), np.float32))
    facts = {"parameters": weights.parameters, "hop": config.hop, "context_frames": config.context}
    print_files({output.stem: output}, json=json, facts=facts)


@export.command("tts-encoder")
def tts_encoder(
    model: SpeechOption,
    output: FileOption,
    optimize: StorageOption = Optimize.INT8,
    *,
    json: JsonFlag = False,
) -> None:
    """Text encoder of a VITS in Hugging Face's form (as MMS-TTS): ids to hidden states."""
    import numpy as np

    from sarai_mqtt.engines.tts.synthesizer import TEXT_ENCODER
    from sarai_mqtt.models.export import vits

    _writable(output)
    config, weights = vits.load(model)
    model_proto = vits.text_encoder(config, weights).model()
    role = _export_speech(model_proto, output, optimize).expect(TEXT_ENCODER)
    _run_once(role, ids=np.zeros((1, 2 * config.window_size + 2), np.int64))
    print_files({output.stem: output}, json=json, facts={"parameters": weights.parameters})


@export.command("audio-adapter")
def audio_adapter(
    model: Annotated[
        Path, typer.Option("--model", "--from", help="The adapter's .safetensors.", show_default=False)
    ],
    output: Annotated[
        Path, typer.Option("--output", "--to", help="The .onnx file to write.", show_default=False)
    ],
    *,
    kind: Annotated[Kind, typer.Option("--kind", help="Its class; auto: by its weights.")] = Kind.AUTO,
    width: Annotated[int, typer.Option("--width", min=1, help="Width of the features.")] = 512,
    stack: Annotated[
        int | None,
        typer.Option(
            "--stack", min=2, help="Frames an embedding, if not as the weights say.", show_default=False
        ),
    ] = None,
    activation: Annotated[
        Activation | None,
        typer.Option("--activation", help="Between two layers, if not its class's.", show_default=False),
    ] = None,
    features: Annotated[
        str, typer.Option("--features", help="Output of the speech encoder it was trained on.")
    ] = "cross_v_5",
    languages: Annotated[str, typer.Option("--languages", help="What it was trained for: en,es.")] = "en",
    thinker: Annotated[
        str,
        typer.Option("--thinker", help="general.name of the GGUF it was trained for.", show_default=False),
    ] = "",
    prompt: Annotated[
        str, typer.Option("--prompt", help="JSON of its prompts by language.", show_default=False)
    ] = "",
    optimize: StorageOption = Optimize.INT8,
    json: JsonFlag = False,
) -> None:
    """Audio adapter of Ultravox's, SLAM-LLM's or Qwen2-Audio's class: features to embeddings of a Thinker."""
    from sarai_mqtt.models.export import audio_adapter

    _writable(output)
    adapter = audio_adapter.read(model, width, kind, stack, activation)
    metadata = {"features": features, "languages": languages, "thinker": thinker, "prompt": prompt}
    named = {f"sarai.{key}": value for key, value in metadata.items() if value}
    made = audio_adapter.model(adapter, optimize, named)
    error = audio_adapter.check(adapter, made, optimize)
    write_file(output, made)
    facts = {"kind": adapter.kind.value, "parameters": adapter.parameters, "stack": adapter.stack}
    print_files({output.stem: output}, json=json, facts={**facts, "largest_error": error})


def write(output: Path, models: "Mapping[str, ModelProto]") -> dict[str, Path]:
    """Write each model to `output`/<name>.onnx; return the paths by name."""
    output.mkdir(parents=True, exist_ok=True)
    paths = {name: output / f"{name}.onnx" for name in models}
    for name, path in paths.items():
        write_file(path, models[name])
    return paths


def write_file(path: Path, model: "ModelProto") -> None:
    """Write one model, whole or not at all."""
    from sarai_mqtt.models.export.publishing import publish
    from sarai_mqtt.models.export.weights import file_bytes

    unfinished = path.with_name(path.name + ".part")
    unfinished.write_bytes(file_bytes(model))
    publish(unfinished, path)


def print_files(
    paths: Mapping[str, Path], *, json: bool, facts: Mapping[str, object] = MappingProxyType({})
) -> None:
    """Print the files as entries of `files:` in sarai.yaml, or with `json` as one object per file.

    Each has the inputs and outputs of its graph and, by name, the values of `facts`.
    """
    if not json:
        typer.echo("files:")
    for name, path in paths.items():
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        place, size = str(path.resolve()), path.stat().st_size
        if json:
            emit({"name": name, "file": place, "bytes": size, "sha256": digest} | _values(path) | dict(facts))
            continue
        typer.echo(f"  {name}: {{path: {place}, sha256: {digest}}}  # {size / 1e6:.1f} MB")
        for side, values in _values(path).items():
            typer.echo(f"  #   {side}: {', '.join(f'{value} {kind}' for value, kind in values.items())}")
        for fact, value in facts.items():
            typer.echo(f"  #   {fact}: {value}")


def _values(path: Path) -> dict[str, dict[str, str]]:
    """Return type and shape of a graph's inputs and outputs by name; {} for a file that is not ONNX."""
    from sarai_mqtt.engines.onnx.roles import RoleFile, RoleLoader

    if path.suffix != ".onnx":
        return {}
    role = RoleLoader(threads=1).open(RoleFile(path))
    sides = {"inputs": role.inputs, "outputs": role.outputs}
    return {side: {name: str(value) for name, value in values.items()} for side, values in sides.items()}


def _writable(output: Path) -> None:
    """Make the folder of the file `output`. Raises BadInput `not_onnx` for another suffix."""
    if output.suffix != ".onnx":
        raise BadInput(
            "not_onnx",
            f"{output} does not end in .onnx.",
            "--output names the file to write, as talker.onnx.",
        )
    output.parent.mkdir(parents=True, exist_ok=True)


def _export_speech(model: "ModelProto", output: Path, optimize: Optimize) -> "Role":
    from sarai_mqtt.engines.onnx.roles import RoleFile, RoleLoader
    from sarai_mqtt.models.export.weights import store

    store(model.graph, optimize)
    write_file(output, model)
    return RoleLoader(threads=1).open(RoleFile(output))


def _run_once(role: "Role", **inputs: "npt.NDArray[Any]") -> None:
    import onnxruntime as ort

    from sarai_mqtt.engines.onnx.roles import values

    role.run(values(**inputs), ort.RunOptions())


def _catalogue_path(name: str, config: Path | None) -> Path:
    from sarai_mqtt.app.model_files import open_files
    from sarai_mqtt.config.settings import load_settings

    return open_files(load_settings(config)).path(name)


def _check_whisper(encoder: Path, decoder: Path, tokenizer: Path) -> None:
    """Open the files as the service will. Raises ModelError if one does not fit its role."""
    from sarai_mqtt.engines.onnx.roles import RoleFile, RoleLoader
    from sarai_mqtt.engines.stt.whisper import WhisperStt

    roles = RoleLoader(threads=1)
    WhisperStt(roles.open(RoleFile(encoder)), roles.open(RoleFile(decoder)), tokenizer, ["en"])
