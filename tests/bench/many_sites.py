"""Many sites on one service: what streaming microphones cost, and how soon each of several people gets an answer.

    python tests/bench/many_sites.py [--sites 1 50 100 300] [--chunk-ms 20 60] [--seconds 10] [--speakers 1 2 4 8]

Runs a real mosquitto and the real service in its own process, without a Thinker; a third process plays the microphones.
One JSON object a line.

quiet: `sites` rooms stream at once ("zeros": digital silence, "room": low noise). cpu: % of one core of the service, all
threads; loop and reader: of its event loop, and of its busiest other thread; us_a_message: CPU time of the service by
messages; broker_lost: messages mosquitto gave up because the service was slow; dropped_ms: audio the service dropped for
its age; delay_ms: an unusable chunk to its refusal, through the broker both ways, median and greatest.

speaking: `speakers` sites speak recorded commands at the same moment. response_ms: last speech sample to first sound,
median and greatest; cpu_ms: of the service for each utterance; wrong: answers that were not the right intent.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import paho.mqtt.client as paho

from sarai_mqtt.engines.audio_decoder import read_wav
from tests.harness.brokers import Mosquitto
from tests.harness.microphones import Microphones
from tests.harness.process import AT_ONCE, DATA, ServiceProcess

# WebRTC's VAD takes a room for speech until it knows its noise: Silero is asked a great deal in the first second.
SETTLE_S = 4.0


class Watch:
    """Hears what the service and the broker say of losses, and probes the way in."""

    def __init__(self, port):
        self.dropped_ms, self.broker_lost, self.delays = 0, 0, []
        self._sent, self._refused = 0.0, threading.Event()
        self.client = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id="watch")
        self.client.on_message = self._take
        self.client.connect("127.0.0.1", port)
        self.client.subscribe([("sarai/error/#", 0), ("$SYS/broker/publish/messages/dropped", 0)])
        self.client.loop_start()

    def _take(self, _client, _userdata, message):
        if message.topic.startswith("$SYS"):
            self.broker_lost = int(message.payload)
            return
        failure = json.loads(message.payload)
        if failure["code"] == "audio_dropped":
            self.dropped_ms += int(failure["reason"].split()[0])
        elif message.topic.startswith("sarai/error/probe-"):
            self.delays.append(1000 * (time.monotonic() - self._sent))
            self._refused.set()

    def probe(self, until):
        """Send an unusable chunk every 100 ms, from 12 sites in turn: each is told of no more than one a second."""
        number = 0
        while time.monotonic() < until:
            self._refused.clear()
            self._sent = time.monotonic()
            self.client.publish(f"sarai/audio/in/probe-{number % 12}", b"")
            self._refused.wait(5)
            number += 1
            time.sleep(0.1)

    def close(self):
        self.client.loop_stop()


def cpu_s(pid):
    """Give the CPU seconds of each thread of `pid`."""
    return {
        int(task.name): int((task / "schedstat").read_text().split()[0]) / 1e9
        for task in Path(f"/proc/{pid}/task").iterdir()
    }


@contextmanager
def service():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        broker = Mosquitto(folder)
        with broker.folder.joinpath("mosquitto.conf").open("a") as conf:
            conf.write("sys_interval 1\n")
        broker.start()
        running = ServiceProcess(broker, folder, SARAI_THINKER_NAME="none", SARAI_AUDIO_MAX_SITES="1000")
        try:
            yield running.wait_online()
        finally:
            running.stop()
            broker.stop()


def quiet(sites, chunk_ms, kind, seconds):
    with service() as running:
        command = [sys.executable, __file__, "--microphones", running.broker.port, sites, chunk_ms, kind]
        with subprocess.Popen(list(map(str, command)), stdin=subprocess.PIPE) as microphones:
            try:
                watch = Watch(running.broker.port)
                time.sleep(SETTLE_S)
                watch.dropped_ms, lost_before = 0, watch.broker_lost
                before, start = cpu_s(running.process.pid), time.monotonic()
                watch.probe(start + seconds)
                took, after = time.monotonic() - start, cpu_s(running.process.pid)
                used = {task: after[task] - before.get(task, 0.0) for task in after}
                time.sleep(1.1)
                loop = used.pop(running.process.pid)
                cpu = loop + sum(used.values())
                print(
                    json.dumps(
                        {
                            "kind": "quiet",
                            "sites": sites,
                            "chunk_ms": chunk_ms,
                            "sound": kind,
                            "cpu": round(100 * cpu / took, 1),
                            "loop": round(100 * loop / took, 1),
                            "reader": round(100 * max(used.values()) / took, 1),
                            "us_a_message": round(1e6 * cpu / (took * sites * 1000 / chunk_ms), 1),
                            "broker_lost": watch.broker_lost - lost_before,
                            "dropped_ms": watch.dropped_ms,
                            "delay_ms": [round(f(watch.delays), 1) for f in (statistics.median, max)],
                        }
                    ),
                    flush=True,
                )
                watch.close()
            finally:
                microphones.terminate()


def speaking(running, speakers, turns):
    responses, wrong, utterances = [], [], 0
    before = sum(cpu_s(running.process.pid).values())
    for turn in range(turns):
        start = threading.Barrier(speakers)

        def speak(number, start=start, turn=turn):
            name, intent = AT_ONCE[(number + turn) % len(AT_ONCE)]
            pcm = read_wav(DATA / "commands" / f"{name}.wav")
            with running.satellite(f"room-{turn}-{number}") as satellite:
                start.wait()
                satellite.play(pcm)
                report = satellite.wait_for_turn(60).report
            responses.append(report.timings.get("response", float("nan")))
            if report.intent != intent:
                wrong.append(f"{name}: {report.text} -> {report.intent}")

        threads = [threading.Thread(target=speak, args=(n,)) for n in range(speakers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        utterances += speakers
    cpu = sum(cpu_s(running.process.pid).values()) - before
    print(
        json.dumps(
            {
                "kind": "speaking",
                "speakers": speakers,
                "turns": turns,
                "response_ms": [round(f(responses)) for f in (statistics.median, max)],
                "cpu_ms": round(1000 * cpu / utterances),
                "wrong": wrong,
            },
            ensure_ascii=False,
        ),
        flush=True,
    )


def main():
    if sys.argv[1:2] == ["--microphones"]:
        port, sites, chunk_ms, kind = sys.argv[2:]
        Microphones("127.0.0.1", int(port), int(sites), int(chunk_ms), room=kind == "room").stream(1e6)
        return
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sites", type=int, nargs="*", default=[1, 50, 100, 300])
    parser.add_argument("--chunk-ms", type=int, nargs="*", default=[20, 60])
    parser.add_argument("--sound", nargs="*", default=["zeros", "room"])
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--speakers", type=int, nargs="*", default=[1, 2, 4, 8])
    parser.add_argument("--turns", type=int, default=4)
    args = parser.parse_args()
    for chunk_ms in args.chunk_ms:
        for sites in args.sites:
            for kind in args.sound:
                quiet(sites, chunk_ms, kind, args.seconds)
    if args.speakers:
        with service() as running:
            for speakers in args.speakers:
                speaking(running, speakers, args.turns)


if __name__ == "__main__":
    main()
