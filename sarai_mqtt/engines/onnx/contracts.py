"""Contracts of model roles: the names, element types and shapes of their inputs and outputs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True, slots=True)
class Value:
    """An input or output as a file declares it: numpy's type name, and the shape (str or None: free)."""

    type: str
    shape: tuple[int | str | None, ...]

    def __str__(self) -> str:
        return f"{self.type}[{', '.join('?' if size is None else str(size) for size in self.shape)}]"


@dataclass(frozen=True, slots=True)
class Contract:
    """The inputs and outputs of one role, name -> specification like `float32[1, 80, t]`.

    A number is exactly that size (for 1, the batch, the file may have a free dimension); a lower-case letter
    is a free dimension; a capital is a size that the file fixes, the same wherever the contract has that
    letter. A name like `cross_k_*` stands for one or more values; one that ends in `?` is optional.
    """

    role: str
    inputs: Mapping[str, str]
    outputs: Mapping[str, str]

    def mismatches(self, inputs: Mapping[str, Value], outputs: Mapping[str, Value]) -> list[str]:
        """Return one phrase for each value of a file that does not fit; [] if all do."""
        sizes: dict[str, int] = {}
        return [
            *_mismatches("input", self.inputs, inputs, sizes),
            *_mismatches("output", self.outputs, outputs, sizes),
        ]


def _mismatches(
    kind: str, wanted: Mapping[str, str], found: Mapping[str, Value], sizes: dict[str, int]
) -> Iterator[str]:
    expected: set[str] = set()
    for pattern, spec in wanted.items():
        names = [name for name in found if fnmatchcase(name, pattern.removesuffix("?"))]
        expected.update(names)
        if not names and not pattern.endswith("?"):
            yield f"{kind} {pattern} is missing, expected {spec}"
        for name in names:
            if wrong := list(_differences(found[name], spec, sizes)):
                yield f"{kind} {name} is {found[name]}, expected {spec} ({', '.join(wrong)})"
    for name in found:
        if name not in expected:
            yield f"{kind} {name} {found[name]} is not expected"


def _differences(value: Value, spec: str, sizes: dict[str, int]) -> Iterator[str]:
    kind, _, rest = spec.removesuffix("]").partition("[")
    wanted = rest.split(", ") if rest else []
    if value.type != kind:
        yield f"type {value.type}, not {kind}"
    if len(value.shape) != len(wanted):
        yield f"rank {len(value.shape)}, not {len(wanted)}"
        return
    for place, (size, want) in enumerate(zip(value.shape, wanted, strict=True)):
        fixed = isinstance(size, int)
        if want.islower():
            right = not fixed
            want = "free"  # noqa: PLW2901 - for the message
        elif want.isupper():
            right = isinstance(size, int) and sizes.setdefault(want, size) == size
            want = f"{want}={sizes[want]}" if want in sizes else "fixed"  # noqa: PLW2901
        else:
            right = size == int(want) if fixed else want == "1"
        if not right:
            yield f"dimension {place} is {size if fixed else 'free'}, not {want}"
