"""The commands for training an audio adapter, in the order of docs/audio-adapter.md."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.models.export.training.audio_adapter import LANGUAGE

if TYPE_CHECKING:
    from torch import Tensor

    from sarai_mqtt.models.export.training.audio_adapter.projector import Projector
    from sarai_mqtt.models.export.training.audio_adapter.prompts import Prompt
    from sarai_mqtt.models.export.training.audio_adapter.through_llama import Example, Through

adapter = typer.Typer(help="Train an audio adapter for SmolLM2.", no_args_is_help=True)

SpeechFolder = Annotated[Path, typer.Argument(help="Folder of speech, .npz.")]
FeaturesFolder = Annotated[Path, typer.Argument(help="Folder of features, .npz.")]
Checkpoint = Annotated[Path, typer.Argument(help="The adapter in training, .safetensors.")]
AnswersFile = Annotated[Path, typer.Option("--answers", help="The Thinker's own answers, .json.")]
Threads = Annotated[int, typer.Option(min=1)]
Speakers = Annotated[
    list[str], typer.Option("--speaker", help="sarai, flite:VOICE or kokoro:VOICE; repeat it.")
]
KokoroParts = Annotated[list[Path] | None, typer.Option("--kokoro", help="Kokoro's files, in order.")]
KokoroVoices = Annotated[Path | None, typer.Option("--kokoro-voices", help="Folder of Kokoro's voices.")]

_REPEATED_TOKENS, _ANSWER_TOKENS = 20, 24
# Words that say little about a sentence, left out of "content words".
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "a an the is are in on of to and i my me you it do does what which how many tell please there this "
        "that was we he she for with at your can would like s",
    )
)


@adapter.command("speech")
def speech(
    output: SpeechFolder,
    speaker: Speakers,
    *,
    statements: Annotated[int, typer.Option(help="Of which those of the test are left out.")] = 9000,
    kokoro: KokoroParts = None,
    kokoro_voices: KokoroVoices = None,
    name: str = "fast",
    seed: int = 7,
) -> None:
    """Speak the sentences of the training, in varied rooms and noise; files that exist are kept."""
    from sarai_mqtt.models.export.training.audio_adapter import sentences, speech, voices

    lines = sentences.training_lines(statements, speaker)
    made = speech.speak(
        lines, voices.speaker_of(kokoro or [], kokoro_voices), output, name, seed=seed, plain=False
    )
    for path in made:
        typer.echo(path)


@adapter.command("test-speech")
def held_out_speech(
    output: Annotated[Path, typer.Argument(help="The .npz to write.")],
    speaker: Speakers,
    *,
    varied: Annotated[bool, typer.Option(help="In varied rooms and noise, as in the training.")] = False,
    count: int = 130,
    statements: int = 60,
) -> None:
    """Speak the held-out sentences, by each speaker in turn."""
    import numpy as np

    from sarai_mqtt.core.audio import to_pcm
    from sarai_mqtt.models.export.training.audio_adapter import sentences, speech, voices

    speaker_of, random = voices.speaker_of([], None), np.random.default_rng(9)
    known = {each: speaker_of(each) for each in speaker}
    texts = sentences.held_out_sentences(count, statements)
    lines = [speech.Line(text, speaker[i % len(speaker)]) for i, text in enumerate(texts)]
    sounds = [speech.levelled(known[line.speaker](line.text)) for line in lines]
    if varied:
        sounds = [speech.varied(sound, random) for sound in sounds]
    speech.Shard(lines, [np.frombuffer(to_pcm(sound), np.int16) for sound in sounds]).save(output)


@adapter.command("recordings")
def recordings(
    output: Annotated[Path, typer.Argument(help="The .npz to write.")],
    folder: Annotated[Path, typer.Argument(help="Folder of WAV files.")],
    index: Annotated[Path, typer.Argument(help="JSON: a list of objects with text and file or prompt.")],
    *,
    longest: Annotated[float, typer.Option(help="Seconds.")] = 4.0,
) -> None:
    """Take recordings for the test. Raises BadInput `no_recordings` if none is found."""
    import numpy as np

    from sarai_mqtt.core.audio import RATE
    from sarai_mqtt.engines.audio_decoder import read_wav
    from sarai_mqtt.models.export.training.audio_adapter import speech

    lines, sounds = [], []
    for row in json.loads(index.read_text(encoding="utf-8")):
        path = folder / row.get("file", f"{row.get('prompt')}.wav")
        if path.exists():
            sound = np.frombuffer(read_wav(path), np.int16)
            if len(sound) <= longest * RATE:
                sounds.append(sound)
                lines.append(speech.Line(row["text"], output.stem))
    if not lines:
        raise BadInput("no_recordings", f"None of {index} is in {folder} and {longest} s long at most.")
    speech.Shard(lines, sounds).save(output)
    typer.echo(f"{output}: {len(lines)} recordings")


@adapter.command("hear")
def hear(speech: SpeechFolder, output: Annotated[Path, typer.Argument(help="The .json to write.")]) -> None:
    """Let our speech to text hear the test sets: the way through text."""
    from sarai_mqtt.core.audio import Utterance
    from sarai_mqtt.models.export.training.audio_adapter import parts
    from sarai_mqtt.models.export.training.audio_adapter.speech import Shard
    from sarai_mqtt.turns.engine_worker import CancelToken

    stt, heard = parts.speech_to_text(), {}
    for path in sorted(speech.glob("*.npz")):
        sounds = [Utterance("test", audio.tobytes(), 0) for audio in Shard.load(path).audio]
        heard[path.stem] = [stt.transcribe(each, LANGUAGE, CancelToken()).text for each in sounds]
    output.write_text(json.dumps(heard, indent=1), encoding="utf-8")


@adapter.command("features")
def features(
    speech: SpeechFolder,
    output: FeaturesFolder,
    *,
    value: Annotated[str, typer.Option(help="Output of the encoder.")] = "cross_v_5",
) -> None:
    """Run the shared encoder on the speech; files that exist are kept."""
    from sarai_mqtt.models.export.training.audio_adapter import features, parts

    encoder = features.Encoder(parts.encoder(), value)
    for path in features.encode(encoder, sorted(speech.glob("*.npz")), output):
        typer.echo(path)


@adapter.command("answers")
def answers(
    output: Annotated[Path, typer.Argument(help="The .json to write.")],
    *,
    statements: Annotated[int, typer.Option(help="Of which those that ask are asked too.")] = 6000,
    most: Annotated[int, typer.Option(help="Of these at most.")] = 1000,
    threads: Threads = 1,
) -> None:
    """Ask the Thinker the questions of the training as text, and keep its answers."""
    import torch

    from sarai_mqtt.models.export.training.audio_adapter import measure, sentences

    torch.set_num_threads(threads)
    through, (_, answering), words = _thinker()
    asked = [each.text for each, held_out in sentences.questions() if not held_out]
    asked += [each.text for each in sentences.statements(statements) if sentences.asks(each.text)][:most]
    asked = [text for text in dict.fromkeys(asked) if sentences.part_of(text) == "train"]
    embeddings = [through.model.embed(words.tokens(text)) for text in asked]
    found = measure.answers(through, answering, embeddings, _ANSWER_TOKENS)
    output.write_text(json.dumps(dict(zip(asked, found, strict=True))), encoding="utf-8")
    typer.echo(f"{output}: {len(asked)} answers")


@adapter.command("align")
def align(
    features: FeaturesFolder,
    output: Checkpoint,
    *,
    passes: Annotated[int, typer.Option(min=1)] = 5,
    stack: Annotated[int, typer.Option(min=2, help="Frames an embedding.")] = 5,
    hidden: Annotated[int, typer.Option(min=1, help="Width between the layers.")] = 1024,
    threads: Threads = 1,
) -> None:
    """First stage: each group of frames learns the embedding of the token that is being said."""
    import torch

    from sarai_mqtt.models.export.training.audio_adapter.alignment import Alignment, Said
    from sarai_mqtt.models.export.training.audio_adapter.features import load
    from sarai_mqtt.models.export.training.audio_adapter.projector import Projector

    torch.set_num_threads(threads)
    torch.manual_seed(0)
    through, _, words = _thinker()
    model = through.model
    spoken = [each for path in sorted(features.glob("*.npz")) for each in load(path)]
    tokens = [words.tokens(each.line.text) for each in spoken]
    (silence,) = words.tokens("\n")
    used = [silence, *sorted({token for text in tokens for token in text})]
    classes = {token: number for number, token in enumerate(used)}
    projector = Projector(stack, spoken[0].features.shape[1], hidden, model.width)
    projector.normalise([torch.from_numpy(each.features) for each in spoken[::20]])
    said = []
    for each, text in zip(spoken, tokens, strict=True):
        groups = projector.groups(torch.from_numpy(each.features))
        if len(groups) >= len(text) + 2:
            numbers = [0, *(classes[token] for token in text), 0]
            said.append(Said(groups, numbers, [2, *(len(words.text([token])) for token in text), 2]))
    alignment = Alignment(projector, model.embed(used), said)
    typer.echo(f"{len(said)} utterances, {len(used)} tokens")
    for number, means in enumerate(alignment.run(passes), 1):
        projector.save(output)
        typer.echo(f"pass {number}: loss {means['loss']:.3f}, {means['right']:.1%} of the groups right")


@adapter.command("train")
def train(
    features: FeaturesFolder,
    output: Checkpoint,
    *,
    start: Annotated[Path, typer.Option(help="Of `align`, or a checkpoint to go on from.")],
    answers: AnswersFile,
    minutes: Annotated[float, typer.Option(help="Of wall time.")] = 60,
    batch: Annotated[int, typer.Option(min=1, help="Examples a step, of each worker.")] = 16,
    workers: Annotated[int, typer.Option(min=1, help="Processes that average their gradients.")] = 1,
    rate: Annotated[float, typer.Option(help="Peak learning rate.")] = 3e-4,
    seed: int = 0,
    threads: Threads = 1,
) -> None:
    """Second stage: the frozen Thinker must repeat the speech, and answer it as it answers the text."""
    import torch

    from sarai_mqtt.models.export.training.audio_adapter import projector, through_llama

    torch.set_num_threads(threads)
    through, prompts, words = _thinker()
    learner = projector.read(start)
    known = json.loads(answers.read_text(encoding="utf-8"))
    examples = _examples(features, learner, prompts, known, words.tokens)
    plan = through_llama.Plan(minutes, batch, rate, seed, workers=workers)
    for line in through_llama.train(learner, through, examples, plan, output):
        typer.echo(line)


@adapter.command("fold")
def fold(checkpoint: Checkpoint, output: Annotated[Path, typer.Argument(help="The .safetensors.")]) -> None:
    """Write the adapter with its normalisation folded in, for `sarai-mqtt models export audio-adapter`."""
    from sarai_mqtt.models.export.training.audio_adapter import projector

    projector.read(checkpoint).save_folded(output)


@adapter.command("measure")
def measure(
    checkpoint: Checkpoint,
    features: Annotated[list[Path], typer.Argument(help="Features of test sets, .npz.")],
    *,
    heard: Annotated[Path, typer.Option(help="JSON: by set, what speech to text heard.")],
    threads: Threads = 1,
) -> None:
    """Measure repeating and answering on test sets, against the controls; one JSON object a row."""
    import torch

    from sarai_mqtt.models.export.training.audio_adapter import measure, projector, sentences
    from sarai_mqtt.models.export.training.audio_adapter.features import load

    torch.set_num_threads(threads)
    through, (repeating, answering), words = _thinker()
    model, learner = through.model, projector.read(checkpoint)
    keywords = {each.text: each.keyword for each, _ in sentences.questions()}
    texts = json.loads(heard.read_text(encoding="utf-8"))

    def run(embeddings: "Sequence[Tensor]", answer: bool) -> list[str]:  # noqa: FBT001
        """Return the Thinker's texts."""
        prompt, most = (answering, _ANSWER_TOKENS) if answer else (repeating, _REPEATED_TOKENS)
        return [words.text(tokens) for tokens in measure.answers(through, prompt, embeddings, most)]

    for path in features:
        spoken = load(path)
        said = [each.line.text for each in spoken]
        with torch.no_grad():
            sound = [learner(learner.groups(torch.from_numpy(each.features))) for each in spoken]
        ways = [
            measure.Way("sound", sound),
            measure.Way("sound of another", measure.another(sound)),
            measure.Way("text heard", [model.embed(words.tokens(text or " ")) for text in texts[path.stem]]),
        ]
        asked = [keywords.get(text, "") for text in said]
        for row in measure.rows(path.stem, ways, said, asked, run=run, common=_COMMON):
            typer.echo(json.dumps(row))


class _Words:
    """Text and tokens of the Thinker."""

    def __init__(self, path: Path) -> None:
        from llama_cpp import Llama

        self._llama = Llama(str(path), vocab_only=True, verbose=False)

    def tokens(self, text: str) -> list[int]:
        """Return the tokens of a text; control tokens in it are recognised."""
        return list(self._llama.tokenize(text.encode(), add_bos=False, special=True))

    def text(self, tokens: Sequence[int]) -> str:
        """Return the text of tokens."""
        return str(self._llama.detokenize(list(tokens)).decode("utf-8", "replace"))


def _thinker() -> "tuple[Through, tuple[Prompt, Prompt], _Words]":
    """Return SmolLM2, its prompts for repeating and answering, and its words."""
    from sarai_mqtt.languages.packs import pack
    from sarai_mqtt.models.export.training.audio_adapter import parts, prompts
    from sarai_mqtt.models.export.training.audio_adapter.frozen_llama import FrozenLlama
    from sarai_mqtt.models.export.training.audio_adapter.through_llama import Through

    path = parts.thinker()
    words = _Words(path)
    system = pack(LANGUAGE).thinker.prompt
    both = prompts.repeating(words.tokens), prompts.answering(system, words.tokens)
    return Through(FrozenLlama(path)), both, words


def _examples(
    folder: Path,
    learner: "Projector",
    prompts: "tuple[Prompt, Prompt]",
    answers: "dict[str, list[int]]",
    tokens: Callable[[str], Sequence[int]],
) -> "Callable[[], Sequence[Example]]":
    """Return a function that returns all examples of a folder, with files that came since its last call."""
    import torch

    from sarai_mqtt.models.export.training.audio_adapter.features import load
    from sarai_mqtt.models.export.training.audio_adapter.through_llama import Example

    repeating, answering = prompts
    read: dict[Path, list[Example]] = {}

    def examples() -> list[Example]:
        """Return all examples."""
        for path in sorted(folder.glob("*.npz")):
            if path not in read:
                read[path] = made = []
                for each in load(path):
                    groups, text = learner.groups(torch.from_numpy(each.features)), each.line.text
                    made.append(Example(groups, repeating, tokens(text)))
                    if text in answers:
                        made.append(Example(groups, answering, answers[text]))
        return [example for made in read.values() for example in made]

    return examples
