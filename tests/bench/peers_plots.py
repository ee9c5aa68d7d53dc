"""Draws docs/bench/*.svg out of results.json; the same bytes for the same results. Runs in .venv-peers.

python tests/bench/peers_plots.py RESULTS.json FOLDER
"""

import json
import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")
from matplotlib import pyplot as plt
from matplotlib.ticker import LogFormatter
from peers_plot_names import PLOTS

mpl.rcParams.update({"svg.hashsalt": "sarai-mqtt", "svg.fonttype": "none", "font.size": 9})
OURS, PEERS = "#1b7837", "#762a83"
DASHES = {"tiny.en": "--", "base": "-"}


def compared(results, key, axis, out):
    """Draw wall and CPU time over `key`, both sides, all weights."""
    figure, places = plt.subplots(1, 2, figsize=(8, 3.2), layout="constrained")
    for place, what, title in zip(
        places,
        ("last transcript", "cpu"),
        ("stop to (last) transcript, ms", "CPU of an utterance, ms"),
        strict=True,
    ):
        for weights, measured in results["weights"].items():
            rows = measured["lengths" if key == "seconds" else "sites"]
            for side, name, colour in (("ours", "ours", OURS), ("peer", "peers", PEERS)):
                points = [(row[key], row[side][what]["median"]) for row in rows if row[side][what]]
                place.plot(
                    *zip(*points, strict=True),
                    DASHES[weights],
                    marker="o",
                    color=colour,
                    label=f"{name}, {weights}",
                )
        place.set(xlabel=axis, title=title, yscale="log")
        for axis_formatter in (place.yaxis.set_major_formatter, place.yaxis.set_minor_formatter):
            axis_formatter(LogFormatter(minor_thresholds=(2, 0.5)))
        place.grid(visible=True, which="both", linewidth=0.3)
    places[1].legend(fontsize=8)
    save(figure, out)


def response(results, out):
    """Draw what passes between the last word and the first sound, in bars."""
    bars = [
        (f"{name}, {weights}, {how}", measured["rows"][row][side]["median"], colour)
        for weights, measured in results["weights"].items()
        for row, how in (
            ("speech end to first audio", "as it is used"),
            ("stop to first audio", "oracle stop"),
        )
        for side, name, colour in (("ours", "ours", OURS), ("peer", "peers", PEERS))
    ]
    figure, place = plt.subplots(figsize=(8, 3.2), layout="constrained")
    names, values, colours = zip(*bars[::-1], strict=True)
    place.bar_label(place.barh(names, values, color=colours), fmt="%.0f", padding=3)
    place.set(xlabel="ms", title="last word to first sound of the reply", xlim=(0, 1.1 * max(values)))
    save(figure, out)


def save(figure, out):
    figure.savefig(out, metadata={"Date": None, "Creator": None})
    plt.close(figure)


def main():
    results, folder = json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2])
    lengths, sites, bars = (folder / name for name in PLOTS)
    compared(results, "seconds", "seconds", lengths)
    compared(results, "sites", "sites at once", sites)
    response(results, bars)


if __name__ == "__main__":
    main()
