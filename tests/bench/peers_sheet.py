"""Writes docs/bench/README.md out of the results of peers.py: goals, rows, and where the plots are."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tests.bench.peers_plot_names import PLOTS

Results = Mapping[str, Any]

_HEAD = """\
# Beside the Wyoming peers

Written by `make bench` ({taken}, {rounds} rounds); do not edit it. What is measured, and how: the head of
[tests/bench/peers.py](../../tests/bench/peers.py). All figures: [results.json](results.json). Milliseconds, median
(95th percentile); the ratio is ours to the peers'.

{machine}

wyoming-faster-whisper runs in INT8 with beam 1 (its fastest; the default is float32 and beam 5). CPU counts every
process of a side: the whole service (reply included) beside both peers' servers. Timings never fail a test.
"""


def goals(results: Results) -> list[dict[str, Any]]:
    """Compare what was measured with what was aimed at; `met` is None where it was not measured."""
    found = []
    for weights, measured in results["weights"].items():
        rows = measured["rows"]
        found += [
            _ratio(f"stop to transcript, {weights}", 0.12, rows["stop to transcript"]),
            _ratio(
                f"speech end to first audio, our endpoint against Home Assistant's 0.7 s, {weights}",
                0.25,
                rows["speech end to first audio"],
            ),
            _ratio(
                f"text to first audio (never said before), {weights}", 0.2, rows["new text to first audio"]
            ),
        ]
        cut = rows["cut short by us"]
        share = round(100 * len(cut["texts"]) / cut["of"], 1)
        found.append(
            {
                "goal": f"turns we ended too soon, of {cut['of']} without pauses inside, {weights}",
                "limit": "≤ 2 %",
                "measured": share,
                "met": share <= 2,
            }
        )
    if tiny := results["weights"].get("tiny.en"):
        most = tiny["sites"][-1]
        for peer, what in (
            ("cpu of hearing", "the peer's without its reply"),
            ("cpu", "replies on both sides"),
        ):
            cpu = {"ours": most["ours"]["cpu"], "peer": most["peer"][peer]}
            found.append(
                _ratio(f"{most['sites']} sites at once, CPU of an utterance ({what}), tiny.en", 0.15, cpu)
            )
    if base := results["weights"].get("base"):
        rss = {side: {"median": memory["rss_mb"]} for side, memory in base["memory"].items()}
        found.append(_ratio("resident memory of hearing and speaking, base", 0.6, rss))
    for thinker in results["thinkers"]:
        if thinker["thinker"] == "lfm2-shape":
            first = thinker["endpoint to first audio"]
            found.append(
                {
                    "goal": "Thinker's first audio after the endpoint, LFM2-1.2B's shape",
                    "limit": "≤ 900 ms",
                    "measured": first["median"] if first else None,
                    "met": first["median"] <= 900 if first else None,
                }
            )
    return found


def sheet(results: Results) -> str:
    """Write the sheet (Markdown)."""
    parts = [_head(results), "## Goals\n", _goals(results["goals"])]
    for weights, measured in results["weights"].items():
        parts += [
            f"\n## Whisper {weights}\n",
            _rows(measured),
            "\n",
            _lengths(measured),
            "\n",
            _sites(measured),
        ]
    parts += ["\n## With a Thinker\n", _thinkers(results["thinkers"])]
    parts += ["\n## Budgets\n", _budgets(results["budgets"])]
    parts += ["\n## Plots\n", *(f"![{title}]({file})\n" for file, title in PLOTS.items())]
    return "\n".join(parts)


def _head(results: Results) -> str:
    box = results["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in box["versions"].items())
    quiet = results["quiet"]
    machine = (
        f"{box['cpu']}, {len(box['cores_used'])} of {box['cores']} cores, {box['threads']} threads a server; "
        f"load before: {box['load_before']}. Of {quiet['kept'] + quiet['played_again']} rounds "
        f"{quiet['played_again']} were played again because other programs were at work, and "
        f"{quiet['kept_though_busy']} kept although they were (others' median: {quiet['others_cores_median']} cores). "
        f"{versions}."
    )
    return _HEAD.format(taken=results["taken"], rounds=results["rounds"], machine=machine)


def _goals(rows: Sequence[Mapping[str, Any]]) -> str:
    said = {True: "yes", False: "no", None: "not measured"}
    return _table(
        ["goal", "limit", "measured", "met"],
        [[row["goal"], row["limit"], _number(row["measured"]), said[row["met"]]] for row in rows],
    )


def _rows(measured: Mapping[str, Any]) -> str:
    def lines() -> Iterator[list[str]]:
        for name, row in measured["rows"].items():
            if "ours" in row:
                yield [name, _stats(row["ours"]), _stats(row["peer"]), _quotient(row)]
        for what, memory in (("", "memory"), (" after many sites", "memory after many sites")):
            for key, name in (
                ("rss_mb", "resident memory"),
                ("pss_mb", "its share of memory"),
                ("peak_mb", "peak memory"),
            ):
                row = {side: {"median": value[key]} for side, value in measured[memory].items()}
                yield [f"{name}{what}, MB", _stats(row["ours"]), _stats(row["peer"]), _quotient(row)]
        cold = measured["cold start"]
        for key, name in (("ready_s", "start to ready, s"), ("first_transcript_ms", "first transcript then")):
            row = {side: {"median": value[key]} for side, value in cold.items()}
            yield [name, _stats(row["ours"]), _stats(row["peer"]), _quotient(row)]

    return _table(["", "ours", "peers", "ratio"], lines())


def _lengths(measured: Mapping[str, Any]) -> str:
    return _compared(measured["lengths"], "seconds", "seconds spoken", "last transcript")


def _sites(measured: Mapping[str, Any]) -> str:
    return _compared(measured["sites"], "sites", "sites at once", "last transcript")


def _compared(rows: Sequence[Mapping[str, Any]], key: str, title: str, what: str) -> str:
    def line(row: Mapping[str, Any]) -> list[str]:
        wall = {side: row[side][what] for side in ("ours", "peer")}
        cpu = {side: row[side]["cpu"] for side in ("ours", "peer")}
        missed = row["ours"]["utterances"] - row["ours"]["transcripts"]
        return [
            f"{row[key]:g}"
            + (f" ({missed} of {row['ours']['utterances']} not heard by us)" if missed else ""),
            *(_median(wall[side]) for side in wall),
            _quotient(wall),
            *(_median(cpu[side]) for side in cpu),
            _median(row["peer"].get("cpu of hearing")),
            _quotient(cpu),
        ]

    head = [
        title,
        f"{what}: ours",
        "peers",
        "ratio",
        "CPU of one: ours",
        "peers",
        "peers, hearing only",
        "ratio",
    ]
    return _table(head, map(line, rows))


def _thinkers(rows: Sequence[Mapping[str, Any]]) -> str:
    times = ("speech end to first audio", "endpoint to first audio", "first token", "CPU of an answer")
    head = ["Thinker", *times, "resident memory, MB", "peak", "start to ready, s", "answered by it"]

    def line(row: Mapping[str, Any]) -> list[str]:
        memory = row["memory"]
        answered = f"{row['answered by the Thinker']} of {row['turns']}"
        facts = [f"{memory['rss_mb']:.0f}", f"{memory['peak_mb']:.0f}", f"{row['ready_s']:g}", answered]
        return [row["thinker"], *(_stats(row[name]) for name in times), *facts]

    return _table(head, map(line, rows))


def _budgets(measured: Sequence[Mapping[str, Any]]) -> str:
    """Write what `sarai-mqtt bench` found: medians of all its turns, commands and questions alike."""
    head = ["", "budget", *(f"{run['profile']}, Thinker {run['thinker']}" for run in measured)]
    lines = []
    for number, row in enumerate(measured[0]["budgets"]):
        values = [_number(run["budgets"][number]["measured"]) for run in measured]
        lines.append([row["what"], f"≤ {row['budget']}" if row["budget"] else "", *values])
    return _table(head, lines)


def _ratio(goal: str, limit: float, row: Mapping[str, Any]) -> dict[str, Any]:
    ratio = _divided(row)
    met = None if ratio is None else ratio <= limit
    return {"goal": goal, "limit": f"≤ {limit:g}×", "measured": ratio, "met": met}


def _divided(row: Mapping[str, Any]) -> float | None:
    ours, peer = row["ours"], row["peer"]
    return round(ours["median"] / peer["median"], 3) if ours and peer and peer["median"] else None


def _quotient(row: Mapping[str, Any]) -> str:
    ratio = _divided(row)
    return "" if ratio is None else f"{ratio:.2f}"


def _stats(value: Mapping[str, Any] | None) -> str:
    if not value:
        return "–"
    return _median(value) + (f" ({_number(value['p95'])})" if "p95" in value else "")


def _median(value: Mapping[str, Any] | None) -> str:
    return _number(value["median"]) if value else "–"


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _table(head: Sequence[str], rows: Any) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
