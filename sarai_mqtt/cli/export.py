"""`models export`: source models of other projects become ONNX files that a profile can bind."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sarai_mqtt.cli.output import JsonFlag, emit, progress_bar
from sarai_mqtt.export import Optimize

if TYPE_CHECKING:
    from onnx import ModelProto

export = typer.Typer(help="Make model files of your own from source models.", no_args_is_help=True)

ModelOption = Annotated[Path, typer.Option("--model", help="The source model.", show_default=False)]
OutputOption = Annotated[
    Path, typer.Option("--output", help="Folder for the ONNX files.", show_default=False)
]
OptimizeOption = Annotated[Optimize, typer.Option("--optimize", help="How the weights are kept.")]
TokenizerOption = Annotated[
    Path | None,
    typer.Option("--tokenizer", help="Its tokenizer.json, if not beside the weights.", show_default=False),
]


@export.command("whisper")
def whisper(
    model: ModelOption,
    output: OutputOption,
    optimize: OptimizeOption = Optimize.INT8,
    tokenizer: TokenizerOption = None,
    *,
    json: JsonFlag = False,
) -> None:
    """Whisper from CTranslate2, Hugging Face (safetensors) or OpenAI (.pt): an encoder and a decoder."""
    from sarai_mqtt.export import whisper as exporter

    with progress_bar() as bar:
        encoder, decoder = exporter.graphs(model, bar)
    deliver(output, {"whisper-encoder": encoder.model(), "whisper-decoder": decoder.model()}, json=json)


def deliver(output: Path, made: "Mapping[str, ModelProto]", *, json: bool) -> None:
    """Write each model to `output`/<name>.onnx; print what `files:` of sarai.yaml needs to use them."""
    from sarai_mqtt.export.weights import file_bytes

    output.mkdir(parents=True, exist_ok=True)
    for name, model in made.items():
        path, content = output / f"{name}.onnx", file_bytes(model)
        unfinished = path.with_suffix(".part")
        unfinished.write_bytes(content)
        unfinished.replace(path)
        digest = sha256(content).hexdigest()
        if json:
            emit({"name": name, "file": str(path), "bytes": len(content), "sha256": digest})
        else:
            typer.echo(f"{name}: {{path: {path}, sha256: {digest}}}")
