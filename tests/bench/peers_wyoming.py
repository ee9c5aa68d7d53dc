"""The peers' user: speaks to wyoming-faster-whisper and wyoming-piper as Home Assistant does. Runs in .venv-peers.

    python tests/bench/peers_wyoming.py STT_PORT TTS_PORT

Reads one JSON object a line and answers each with one. Times are ms after t = 0, the end of the last speech sample
(`hear`) or the moment the text is there (`say`).

* {"hear": [{"speech": FILE, "tail": FILE}, ...], "wait_s": 0 or 0.7, "reply": TEXT or null}: all sites speak at once,
  in real time. `wait_s` after t = 0 each stops (0: an oracle knew when; 0.7: Home Assistant's silence), and speaks the
  reply as soon as its transcript is there. -> {"sites": [{"transcript": ms, "first_audio": ms or null, "text": TEXT}]}
* {"say": TEXT} -> {"first_audio": ms}
"""

import asyncio
import json
import sys
import time
from pathlib import Path

from wyoming.asr import Transcribe, Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.client import AsyncTcpClient
from wyoming.tts import Synthesize

HOST = "127.0.0.1"
CHUNK_BYTES = 960
BYTES_PER_S = 32000
FORM = {"rate": 16000, "width": 2, "channels": 1}


async def play(client, pcm, due):
    """Send each chunk when its sound is over; `due` is when the first one begins. Gives when the last one ended."""
    for start in range(0, len(pcm), CHUNK_BYTES):
        chunk = pcm[start : start + CHUNK_BYTES]
        due += len(chunk) / BYTES_PER_S
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        await client.write_event(AudioChunk(**FORM, audio=chunk).event())
    return due


async def answer(client, kind):
    while event := await client.read_event():
        if kind.is_type(event.type):
            return event
    raise ConnectionError(f"the server hung up before its {kind.__name__}")


async def hear(port, speech, tail, wait_s):
    """Give t = 0, the transcript's time and its text."""
    async with AsyncTcpClient(HOST, port) as client:
        await client.write_event(Transcribe(language="en").event())
        await client.write_event(AudioStart(**FORM).event())
        end = await play(client, speech, time.monotonic())
        silence = int(wait_s * BYTES_PER_S)
        await play(client, tail[:silence].ljust(silence, b"\0"), end)
        await client.write_event(AudioStop().event())
        text = Transcript.from_event(await answer(client, Transcript)).text
        return end, time.monotonic(), text.strip()


async def say(port, text):
    """Give the time of the first audio; returns when all of it has come."""
    async with AsyncTcpClient(HOST, port) as client:
        await client.write_event(Synthesize(text=text).event())
        await answer(client, AudioChunk)
        first = time.monotonic()
        await answer(client, AudioStop)
        return first


async def one_site(stt, tts, site, wait_s, reply):
    speech, tail = (Path(site[name]).read_bytes() for name in ("speech", "tail"))
    end, transcript, text = await hear(stt, speech, tail, wait_s)
    first = await say(tts, reply) if reply else None
    return {
        "transcript": 1e3 * (transcript - end),
        "first_audio": 1e3 * (first - end) if first else None,
        "text": text,
    }


async def work(stt, tts, order):
    if "say" in order:
        start = time.monotonic()
        return {"first_audio": 1e3 * (await say(tts, order["say"]) - start)}
    sites = [one_site(stt, tts, site, order["wait_s"], order["reply"]) for site in order["hear"]]
    return {"sites": await asyncio.gather(*sites)}


def main():
    stt, tts = map(int, sys.argv[1:])
    for line in sys.stdin:
        print(json.dumps(asyncio.run(work(stt, tts, json.loads(line)))), flush=True)


if __name__ == "__main__":
    main()
