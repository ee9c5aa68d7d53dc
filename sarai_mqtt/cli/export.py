"""`models export`: source models of other projects become ONNX files that a profile can bind."""

import shutil
from collections.abc import Mapping
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sarai_mqtt.cli.output import ConfigOption, JsonFlag, emit, progress_bar
from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.export import Optimize

if TYPE_CHECKING:
    from onnx import ModelProto

export = typer.Typer(help="Make model files of your own from source models.", no_args_is_help=True)

ModelOption = Annotated[Path, typer.Option("--model", help="The source model.", show_default=False)]
OutputOption = Annotated[Path, typer.Option("--output", help="Folder for the files.", show_default=False)]
OptimizeOption = Annotated[Optimize, typer.Option("--optimize", help="How the weights are kept.")]
TokenizerOption = Annotated[
    Path | None,
    typer.Option("--tokenizer", help="Its tokenizer.json, if not beside the weights.", show_default=False),
]
_TOKENIZER = (
    "whisper-base-tokenizer"  # of the catalogue: what all of OpenAI's multilingual models but v3 have
)


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
    from sarai_mqtt.adapters.onnx.mel import MELS
    from sarai_mqtt.export import whisper_sources
    from sarai_mqtt.export.quantize import products
    from sarai_mqtt.export.whisper import from_weights

    if tokenizer is None and whisper_sources.kind(model) == "openai":
        tokenizer = _catalogued(_TOKENIZER, config)
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
    tell(paths, json=json)


def write(output: Path, models: "Mapping[str, ModelProto]") -> dict[str, Path]:
    """Write each model to `output`/<name>.onnx; give the paths by name."""
    from sarai_mqtt.export.weights import file_bytes

    output.mkdir(parents=True, exist_ok=True)
    paths = {name: output / f"{name}.onnx" for name in models}
    for name, path in paths.items():
        unfinished = path.with_suffix(".part")
        unfinished.write_bytes(file_bytes(models[name]))
        unfinished.replace(path)
    return paths


def tell(paths: Mapping[str, Path], *, json: bool) -> None:
    """Print the files as `files:` of sarai.yaml wants them, or one object a file."""
    if not json:
        typer.echo("files:")
    for name, path in paths.items():
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        place, size = str(path.resolve()), path.stat().st_size
        if json:
            emit({"name": name, "file": place, "bytes": size, "sha256": digest})
        else:
            typer.echo(f"  {name}: {{path: {place}, sha256: {digest}}}  # {size / 1e6:.1f} MB")


def _catalogued(name: str, config: Path | None) -> Path:
    from sarai_mqtt.model_files import open_files
    from sarai_mqtt.settings import load_settings

    return open_files(load_settings(config)).path(name)


def _check_whisper(encoder: Path, decoder: Path, tokenizer: Path) -> None:
    """Open the files as the service will, and run them once. Raises ModelError."""
    from sarai_mqtt.adapters.onnx.roles import RoleFile, Roles
    from sarai_mqtt.adapters.onnx.whisper import WhisperStt

    roles = Roles(threads=1)
    WhisperStt(roles.open(RoleFile(encoder)), roles.open(RoleFile(decoder)), tokenizer, ["en"]).warm_up()
