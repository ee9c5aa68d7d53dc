"""Tables of what `real_house.py` found."""

from collections import Counter

from tests.bench.real_house_data import KINDS
from tests.bench.real_house_judge import HONEST_NO, RIGHT, VERDICTS


def table(results):
    """Return the table of verdicts by language and side."""
    lines = [
        "| | " + " | ".join(VERDICTS) + " | sentences | right or, where it cannot be done, an honest no |"
    ]
    lines.append("|---|" + "---|" * (len(VERDICTS) + 2))
    for (language, side), mine in _by_side(results).items():
        counts = Counter(r["verdict"] for r in mine)
        right = sum(as_it_should_be(r) for r in mine)
        cells = [str(counts[name]) for name in VERDICTS]
        share = f"{right} ({100 * right / len(mine):.0f} %)"
        lines.append(f"| {side}, {language} | {' | '.join(cells)} | {len(mine)} | {share} |")
    return "\n".join(lines)


def by_kind(results, kinds=KINDS):
    """Return a table of verdicts by kind: right/honest no/wrong/false/not understood for each side."""
    sides = _by_side(results)
    lines = ["| " + " / ".join(VERDICTS) + " | " + " | ".join(f"{s}, {la}" for la, s in sides) + " |"]
    lines.append("|---|" + "---|" * len(sides))
    for kind in kinds:
        cells = []
        for mine in sides.values():
            counts = Counter(r["verdict"] for r in mine if r["kind"] == kind)
            cells.append(" / ".join(str(counts[name]) for name in VERDICTS))
        lines.append(f"| {kind} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def listed(results):
    """Return the rows that were not as they should be, one a line."""
    return "\n".join(
        f"{r['side']} {r['part']} {r['language']} {r['number']} [{r['kind']}] {r['verdict']}: {r['text']!r} at {r['site']}"
        f" -> {r['reply']!r} {r['why']}"
        for r in results
        if not as_it_should_be(r)
    )


def as_it_should_be(result):
    """Return True if it was done, or declined because it cannot be."""
    return result["verdict"] == (HONEST_NO if result["cannot"] else RIGHT)


def _by_side(results):
    found = {}
    for result in results:
        found.setdefault((result["language"], result["side"]), []).append(result)
    return found
