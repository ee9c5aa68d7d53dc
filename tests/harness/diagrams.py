"""Writes the states of a site into docs/architecture.md: `python -m tests.harness.diagrams`.

What is drawn is read from the tables that the service runs on; a test compares the page with them.
"""

from pathlib import Path

from sarai_mqtt.satellites.site_states import EAR, TURNS, EndpointState, TurnPhase, Verdict, occur_together

PAGE = Path(__file__).parents[2] / "docs" / "architecture.md"
MARK = "<!-- drawn by tests/harness/diagrams.py: {} -->"


def state_diagram(table, first):
    """Return the diagram of a table: an arrow for each change of state, with all events that make it."""
    arrows = {}
    for (state, event), after in table.pairs.items():
        if not isinstance(after, Verdict) and after is not state:
            arrows.setdefault((state.value, after.value), []).append(event.value)
    lines = [f"    {before} --> {after}: {', '.join(events)}" for (before, after), events in arrows.items()]
    return "\n".join(["```mermaid", "stateDiagram-v2", f"    [*] --> {first.value}", *lines, "```"])


def matrix(table):
    """Return every pair of a table as rows of Markdown: the next state, · where it is ignored, ✗ for a fault."""
    events = list(dict.fromkeys(event for _, event in table.pairs))
    rows = {state: [] for state, _ in table.pairs}
    for (state, _), after in table.pairs.items():
        signs = {Verdict.IGNORED: "·", Verdict.ERROR: "✗", state: "="}
        rows[state].append(signs[after] if after in signs else after.value)
    head = [
        "| event |" + "|".join(f" {state.value} " for state in rows) + "|",
        "|---" * (len(rows) + 1) + "|",
    ]
    return "\n".join(
        head
        + [
            f"| {event.value} |" + "|".join(f" {row[at]} " for row in rows.values()) + "|"
            for at, event in enumerate(events)
        ]
    )


def pairs(ear, turns):
    """Return which states of the ear and of the turns occur together, as rows of Markdown."""
    head = [
        "| ear |" + "|".join(f" {phase.value} " for phase in turns) + "|",
        "|---" * (len(turns) + 1) + "|",
    ]
    signs = {True: "allowed", False: "✗"}
    rows = [[signs[occur_together(state, phase)] for phase in turns] for state in ear]
    return "\n".join(
        head + [f"| {state.value} | {' | '.join(row)} |" for state, row in zip(ear, rows, strict=True)]
    )


def drawings():
    """Return every drawing by its name in the page."""
    return {
        "ear": state_diagram(EAR, EndpointState.QUIET),
        "turns": state_diagram(TURNS, TurnPhase.RESTING),
        "events": matrix(TURNS),
        "pairs": pairs(EndpointState, TurnPhase),
    }


def drawn(page, name):
    """Return the drawing of that name that is in the page."""
    return page.split(MARK.format(name))[1].strip("\n")


def draw(page):
    """Return the page with every drawing replaced by a new one."""
    for name, drawing in drawings().items():
        before, _, after = page.split(MARK.format(name))
        page = f"\n{drawing}\n".join((before + MARK.format(name), MARK.format(name) + after))
    return page


if __name__ == "__main__":
    PAGE.write_text(draw(PAGE.read_text("utf-8")), "utf-8")
