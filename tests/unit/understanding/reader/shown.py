"""Writes frames in one line, as the data of these tests has them."""

from sarai_mqtt.understanding.reader.frames import Frame, Reading, Things


def shown(reading: Reading | None) -> str:
    """Return the frames of a reading and the words left over; "none" for None."""
    if reading is None:
        return "none"
    left = f" LEFT {', '.join(reading.left_over)}" if reading.left_over else ""
    return " + ".join(_frame(frame) for frame in reading.frames) + left


def _frame(frame: Frame) -> str:
    said = [f"{'not ' if frame.negated else ''}{frame.action}({'; '.join(map(_things, frame.things))})"]
    if frame.exceptions:
        said.append(f"but({'; '.join(map(_things, frame.exceptions))})")
    if amount := frame.amount:
        said.append(f"{amount.level} {amount.value:g} {amount.unit}".strip())
    said += [f"{name}={value}" for name in _VALUES if (value := getattr(frame, name))]
    if frame.items:
        said.append(f"items={'/'.join(frame.items)}")
    if frame.when:
        said.append(f"{frame.when.kind}={frame.when.seconds or frame.when.said}")
    return " ".join(said)


_VALUES = ("attribute", "colour", "kelvin", "mode")


def _things(things: Things) -> str:
    said = things.thing
    if things.entities:
        said += "=" + ",".join(things.entities)
    if things.unknown:
        said += f"?{things.said}"
    if things.quantity != "the":
        said += f":{things.quantity}{things.count or ''}"
    places = (f"{p.kind} {'+'.join(p.ids) or p.said}" for p in things.places)
    return said + "".join(f" @{place}" for place in places)
