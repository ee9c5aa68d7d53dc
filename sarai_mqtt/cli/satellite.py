"""`satellite`: acts as a satellite, with WAV files or with this machine's microphone and speaker."""

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from sarai_mqtt.cli.output import ConfigOption, JsonFlag, emit, print_error
from sarai_mqtt.core.errors import SaraiError


def satellite(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="WAV files; none: the real microphone and speaker.", show_default=False),
    ] = None,
    site: Annotated[str, typer.Option(help="The site to speak from.")] = "default",
    output: Annotated[Path, typer.Option("-o", "--output", help="Where the replies go.")] = Path(),
    timeout: Annotated[float, typer.Option(help="Seconds to wait for each answer.")] = 30.0,
    config: ConfigOption = None,
    *,
    json: JsonFlag = False,
) -> None:
    """Stream files as a microphone would, in real time, and save what the speaker topic gets."""
    from sarai_mqtt.app.options import mqtt_options
    from sarai_mqtt.config.settings import load_settings
    from sarai_mqtt.engines.audio_decoder import read_wav, write_wav
    from sarai_mqtt.transports.mqtt.virtual_satellite import VirtualSatellite

    options = mqtt_options(load_settings(config))
    if not files:
        from sarai_mqtt.app.sound_card import stop_playback, stream_audio

        virtual = VirtualSatellite(site, options, on_silence=stop_playback, announce=True)
        with ExitStack() as stack:

            def connect() -> None:
                stack.enter_context(virtual)
                virtual.wait_connected(timeout)

            stream_audio(virtual.send, virtual.next_reply, virtual.played, ready=connect)
        return
    worst = 0
    output.mkdir(parents=True, exist_ok=True)
    with VirtualSatellite(site, options) as virtual:
        virtual.wait_connected(timeout)
        for file in files:
            try:
                virtual.play(read_wav(file))
                heard = virtual.wait_for_turn(timeout)
            except SaraiError as error:
                print_error(error)
                worst = max(worst, error.exit_code)
                if json:
                    emit({"file": str(file), "error": error.code, "reason": error.reason})
                continue
            saved = None
            if heard.reply is not None:
                saved = output / f"{file.stem}-reply.wav"
                saved.write_bytes(write_wav(heard.reply.pcm, heard.reply.rate))
            report = heard.report
            if json:
                emit(
                    {
                        "file": str(file),
                        "site": site,
                        "text": report.text,
                        "language": report.language,
                        "intent": report.intent,
                        "reply": report.reply,
                        "reply_file": str(saved) if saved else None,
                        "timings": dict(report.timings),
                    }
                )
            else:
                typer.echo(f"{file.name}: {report.text or '(no speech)'} → {report.reply or '(no answer)'}")
    raise typer.Exit(worst)
