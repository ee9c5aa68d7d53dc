"""`transcribe`, `ask` and `say`, the three stages of a turn one at a time; `think`, from speech to answer."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from sarai_mqtt.cli.output import ConfigOption, JsonFlag, LanguageOption, emit, print_error
from sarai_mqtt.core.errors import BadInput, SaraiError
from sarai_mqtt.core.home import merged


def transcribe(
    files: Annotated[list[Path], typer.Argument(help="WAV files.", show_default=False)],
    language: LanguageOption = "auto",
    config: ConfigOption = None,
    *,
    json: JsonFlag = False,
) -> None:
    """Write down what recordings say."""
    from sarai_mqtt.app.assembly import Assembly
    from sarai_mqtt.config.settings import load_settings
    from sarai_mqtt.engines.audio_decoder import read_utterance
    from sarai_mqtt.turns.engine_worker import CancelToken

    settings = load_settings(config)
    chosen = _language(language, settings.languages)
    stt = Assembly(settings).stt
    worst = 0
    for file in files:
        try:
            utterance = read_utterance(file)
        except SaraiError as error:
            worst = max(worst, error.exit_code)
            print_error(error)
            if json:
                emit({"file": str(file), "error": error.code, "reason": error.reason})
            continue
        start = time.perf_counter()
        heard = stt.transcribe(utterance, chosen, CancelToken())
        result: dict[str, Any] = {
            "file": str(file),
            "text": heard.text,
            "language": heard.language,
            "no_speech": heard.no_speech,
            "audio_s": round(utterance.seconds, 3),
            "stt_ms": round((time.perf_counter() - start) * 1000, 1),
        }
        if json:
            emit(result)
        else:
            typer.echo(f"{file}: {heard.text or '(no speech)'}")
    raise typer.Exit(worst)


def ask(
    text: Annotated[str, typer.Argument(help="A sentence, or - to read one a line.", show_default=False)],
    language: LanguageOption = "auto",
    home: Annotated[
        Path | None,
        typer.Option(help="Another home.yaml, and not the house of Home Assistant.", show_default=False),
    ] = None,
    config: ConfigOption = None,
    *,
    thinker: Annotated[
        bool, typer.Option("--thinker/--no-thinker", help="Answer what is no command.")
    ] = True,
    explain: Annotated[bool, typer.Option("--explain", help="Print which words mean what.")] = False,
    json: JsonFlag = False,
) -> None:
    """Understand sentences as a turn would: commands, else an answer."""
    from sarai_mqtt.app.asking import ask
    from sarai_mqtt.app.assembly import Assembly
    from sarai_mqtt.config.settings import load_settings

    settings = load_settings(config)
    if home is not None:
        settings.home.file = home
    chosen = _language(language, settings.languages)
    assembly = Assembly(settings)
    if home is None and settings.ha.url and settings.ha.token:
        from sarai_mqtt.app.learnt_home import learnt_home

        assembly.learn(merged(learnt_home(assembly), assembly.home_file.home))
    assembly.understander  # noqa: B018 - loaded here, so that the first answer's time excludes it
    worst = 0
    for line in _lines(text):
        try:
            result = ask(assembly, line, chosen, use_thinker=thinker)
        except BadInput as error:
            worst = error.exit_code
            print_error(error)
            if json:
                emit({"text": line, "error": error.code, "reason": error.reason})
            continue
        if json:
            emit(result)
        else:
            commands = (f"{c['intent']} {', '.join(c['targets'])}".strip() for c in result["commands"])
            typer.echo(f"{result['reply'] or '(no answer)'}  [{'; '.join(commands) or result['source']}]")
            for part in result["reading"] if explain else ():
                typer.echo(f"  {part['words']}: {part['role']} {part['value']}".rstrip())
    raise typer.Exit(worst)


def think(
    files: Annotated[list[Path], typer.Argument(help="WAV files.", show_default=False)],
    language: LanguageOption = "auto",
    config: ConfigOption = None,
    *,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Give the Thinker the recognised text, too.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Let the Thinker answer the speech of recordings, without a way through text."""
    from sarai_mqtt.app.assembly import Assembly
    from sarai_mqtt.app.audio_thinking import answer_speech
    from sarai_mqtt.config.settings import load_settings
    from sarai_mqtt.engines.audio_decoder import read_utterance

    settings = load_settings(config)
    settings.thinker.input = "both" if with_text else "audio"
    chosen = _language(language, settings.languages)
    assembly = Assembly(settings)
    assembly.spoken_input  # noqa: B018 - loaded here, so that the first answer's time excludes it
    worst = 0
    for file in files:
        try:
            result = {"file": str(file), **answer_speech(assembly, read_utterance(file), chosen)}
        except BadInput as error:
            worst = max(worst, error.exit_code)
            print_error(error)
            if json:
                emit({"file": str(file), "error": error.code, "reason": error.reason})
            continue
        if json:
            emit(result)
        else:
            typer.echo(f"{file}: {result['text'] or '(no answer)'}")
    raise typer.Exit(worst)


def say(
    text: Annotated[str, typer.Argument(help="What to say.", show_default=False)],
    language: LanguageOption = "auto",
    output: Annotated[Path, typer.Option("-o", "--output", help="The WAV file to write.")] = Path("say.wav"),
    config: ConfigOption = None,
    *,
    json: JsonFlag = False,
) -> None:
    """Speak a text into a WAV file."""
    from sarai_mqtt.app.assembly import Assembly
    from sarai_mqtt.config.settings import load_settings
    from sarai_mqtt.engines.audio_decoder import write_wav
    from sarai_mqtt.languages.detection import guess_language
    from sarai_mqtt.turns.engine_worker import CancelToken

    settings = load_settings(config)
    chosen = _language(language, settings.languages) or guess_language(text, settings.languages)
    assembly = Assembly(settings)
    if silent := assembly.missing_voices.get(chosen):
        raise BadInput("unknown_language", f"{silent.reason}.", silent.remedy)
    tts = assembly.voices[chosen]
    start = time.perf_counter()
    first_ms, pcm = 0.0, bytearray()
    for piece in tts.synthesize(text, chosen, CancelToken()):
        first_ms = first_ms or (time.perf_counter() - start) * 1000
        pcm += piece
    total_ms = (time.perf_counter() - start) * 1000
    if not pcm:
        raise BadInput("nothing_to_say", "There is nothing to speak in that text.")
    output.write_bytes(write_wav(bytes(pcm), tts.rate))
    result = {
        "file": str(output),
        "audio_s": round(len(pcm) / 2 / tts.rate, 3),
        "tts_first_ms": round(first_ms, 1),
        "tts_ms": round(total_ms, 1),
    }
    if json:
        emit(result)
    else:
        typer.echo(
            f"{output}: {result['audio_s']} s of speech, first sound after {result['tts_first_ms']} ms"
        )


def _language(name: str, known: list[Any]) -> str | None:
    if name == "auto":
        return None
    if name not in known:
        raise BadInput(
            "unknown_language",
            f"The language {name!r} is not one of ours.",
            f"Use {', '.join(known)} or auto.",
        )
    return name


def _lines(text: str) -> Iterator[str]:
    if text != "-":
        yield text
        return
    yield from (line.strip() for line in sys.stdin if line.strip())
