"""The commands for training a voice, in the order of docs/voices.md, and an audio adapter.

The docstrings of the commands are their help texts.
"""

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from sarai_mqtt.core.errors import BadInput, SaraiError
from sarai_mqtt.models.export.training.audio_adapter.commands import adapter

if TYPE_CHECKING:
    from sarai_mqtt.models.export.training.train import Progress

cli = typer.Typer(
    help="Make a Spanish voice, or an audio adapter.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
cli.add_typer(adapter, name="adapter")

_OTHER_PYTHON = "Run it with .venv-voice/bin/python, which `python3 deploy/bootstrap.py --voice` makes."

SentencesPath = Annotated[Path, typer.Argument(help="Text of one sentence a line.")]
UtterancesPath = Annotated[Path, typer.Argument(help="Folder of utterances, .npz.")]
WeightsPath = Annotated[Path, typer.Argument(help="Weights of a student, .safetensors.")]


@cli.command("sentences")
def sentences(
    output: SentencesPath,
    *,
    said: Annotated[
        list[Path], typer.Option(help="A text of plain sentences, or of sayings apart by %; repeat it.")
    ],
    words: Annotated[Path, typer.Option(help="A list of one word a line.")],
    without: Annotated[Path, typer.Option(help="Sentences to keep unheard.")] = Path(
        "tests/bench/sentences/es.txt"
    ),
    count: Annotated[int, typer.Option(min=1)] = 1700,
    seed: int = 11,
) -> None:
    """Write sentences for the teacher."""
    from sarai_mqtt.models.export.training import corpus

    unheard = set(corpus.lines(without))
    made = corpus.corpus(count, corpus.plain_sentences(said), corpus.words(words), unheard, seed)
    output.write_text("\n".join(made) + "\n", encoding="utf-8")
    typer.echo(f"{output}: {len(made)} sentences")


@cli.command("teach")
def teach(
    sentences: SentencesPath,
    output: UtterancesPath,
    *,
    model: Annotated[list[Path], typer.Option(help="The teacher, or a part of it; repeat it in order.")],
    voice: Annotated[list[Path], typer.Option(help="A voice of the teacher; of several, the mean.")],
    speed: Annotated[float, typer.Option(help="1.0 is the teacher's own pace.")] = 0.95,
    workers: Annotated[int, typer.Option(min=1, help="Sentences at once, a thread each.")] = 2,
) -> None:
    """Let the teacher speak the sentences; those that are there already are kept."""
    from sarai_mqtt.engines.tts.phonemizer import Phonemizer
    from sarai_mqtt.engines.tts.text_normalizer import TextNormalizer
    from sarai_mqtt.models.export.training import corpus, teacher

    phonemizer = Phonemizer(TextNormalizer())
    texts = list(dict.fromkeys(corpus.lines(sentences)))
    speaker = teacher.Teacher(model, voice, speed)
    left_out = 0
    files = teacher.teach(speaker, lambda text: phonemizer(text, "es"), texts, output, workers)
    for number, path in enumerate(files, 1):
        left_out += path is None
        if number % 20 == 0:
            typer.echo(f"{number} of {len(texts)}")
    typer.echo(f"{output}: {len(texts) - left_out} utterances; {left_out} sentences were too long or empty")


@cli.command("train")
def train(
    utterances: UtterancesPath,
    output: WeightsPath,
    *,
    start: Annotated[Path | None, typer.Option(help="Weights to start from; hibari's without.")] = None,
    minutes: Annotated[float | None, typer.Option(min=0, help="Of wall time.")] = None,
    steps: Annotated[int | None, typer.Option(min=0, help="Instead of minutes.")] = None,
    batch: Annotated[int, typer.Option(min=1, help="Utterances a step.")] = 8,
    prosody_rate: Annotated[
        float, typer.Option(help="Largest learning rate of length, pitch, energy.")
    ] = 3e-4,
    content_rate: Annotated[float, typer.Option(help="Largest learning rate of the sounds.")] = 8e-4,
    seed: int = 0,
    threads: Annotated[int, typer.Option(min=1)] = 2,
) -> None:
    """Teach a student the utterances, with hibari's vocoder held fixed."""
    import torch

    from sarai_mqtt.models.export.training import student, train

    plan = train.Plan(minutes, steps, batch, prosody_rate, content_rate, seed)
    weights = student.read(start) if start else student.hibari_weights()
    torch.set_num_threads(threads)
    train.train(student.student(weights), utterances, output, plan, _tell)
    typer.echo(f"{output} is written")


@cli.command("export")
def export(
    weights: WeightsPath,
    *,
    output: Annotated[Path, typer.Option(help="Folder for the two files.")] = Path("models/sarai-es"),
    pace: Annotated[float, typer.Option(help="What of the learnt pace speed 1.0 is.")] = 1.0,
) -> None:
    """Write a student's Text Encoder and Talker as ONNX files."""
    from sarai_mqtt.models.export import voice
    from sarai_mqtt.models.export.training import student
    from sarai_mqtt.models.export.weights import file_bytes

    learnt = student.read(weights)
    student.student(learnt)  # raises ModelError, naming all weights that do not fit
    output.mkdir(parents=True, exist_ok=True)
    for name, model in (("text-encoder", voice.text_encoder(learnt)), ("talker", voice.talker(learnt, pace))):
        path, data = output / f"sarai-es-{name}.onnx", file_bytes(model)
        path.write_bytes(data)
        typer.echo(f"{path}: {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


def _tell(progress: "Progress") -> None:
    losses = progress.losses
    typer.echo(
        f"{progress.done:4.0%} step {progress.step}, {progress.utterances} utterances: "
        f"spectral {losses.spectral:.3f}, duration {losses.duration:.4f}, "
        f"pitch {losses.pitch:.3f}, energy {losses.energy:.4f}"
    )


def main() -> None:
    """Run a command; print a SaraiError as its reason and remedy, and exit with its code."""
    try:
        cli()
    except SaraiError as error:
        _complain(error)
    except ModuleNotFoundError as error:
        if error.name not in {"torch", "safetensors", "gguf"}:
            raise
        _complain(SaraiError("torch_missing", f"This needs the package {error.name}.", _OTHER_PYTHON))
    except OSError as error:
        if error.filename is None:
            raise
        _complain(BadInput("file_unusable", f"{error.filename} cannot be used: {error.strerror}."))


def _complain(error: SaraiError) -> NoReturn:
    typer.echo(f"error {error.reason} ({error.code})\n      {error.remedy}".rstrip(), err=True)
    sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
