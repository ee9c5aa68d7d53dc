"""Writes docs/models.md: the files of the catalogue, who uses them, and what tests/bench/quality.py measured."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sarai_mqtt.config.settings import Settings
from sarai_mqtt.models.catalogue import Artifact, Catalogue, Source

MEASURED = "\n## Hearing\n"
# How the `what` of rows of sentences begins.
SENTENCES = "sentences: "
_HEAD = """\
# Models

Written by `make bench-quality` from `models/catalogue.toml`, `config/sarai.yaml` and what it measures; do not edit it.
After a change of the catalogue alone, `.venv/bin/python tests/bench/quality.py --files docs/models.md` renews the part
above *Hearing*. When the Thinker had better be given speech than text, and what it costs: [audio-thinker.md](audio-thinker.md).
"""


@dataclass(frozen=True, slots=True)
class Row:
    """How recordings, or sentences spoken by us, were recognised and how they sound. Rates in %, scores 1..5."""

    profile: str
    language: str
    what: str
    count: int
    wer: float
    wer_from: float
    wer_to: float
    wer_by_sound: float | None
    phoneme_error_rate: float | None
    distillmos: float
    distillmos_p5: float
    dnsmos: float


def files(catalogue: Catalogue, settings: Settings) -> str:
    """Write the part about files."""
    users = _users(settings)
    artifacts = catalogue.artifacts.values()
    for artifact in artifacts:
        for name in artifact.needs:
            users.setdefault(name, []).append(f"recipe {artifact.recipe}")
    summary = [
        (
            a.name,
            ", ".join(dict.fromkeys(users.get(a.name, ["no profile"]))),
            ", ".join(a.languages),
            f"{a.total_bytes / 1e6:.1f}",
            a.licence,
            _from(a),
        )
        for a in artifacts
    ]
    pins = []
    for a in artifacts:
        pins.append((a.name, f"`{a.file}`", a.bytes, f"`{a.sha256}`"))
        if a.data:
            pins.append((a.name, f"`{a.file}.data`", a.data.bytes, f"`{a.data.sha256}`"))
    sources = catalogue.sources.values()
    taken = [(s.name, f"`{file.path}`", file.bytes, f"`{file.sha256}`") for s in sources for file in s.files]
    return "\n".join(
        [
            _HEAD,
            "## Files",
            _table("artifact | used by | languages | MB | licence | from", summary),
            "What is loaded must be these:",
            _table("artifact | file | bytes | sha256", pins),
            "Sources, of which they are made:",
            _table(
                "source | origin | licence | packages",
                [(s.name, s.origin, s.licence, _packages(s)) for s in sources],
            ),
            "The files taken out of the packages:",
            _table("source | file | bytes | sha256", taken),
        ]
    )


def measured(rows: Sequence[Row], notes: Mapping[str, str], facts: Mapping[str, str]) -> str:
    """Write the part about quality. `notes` tell of profiles, `facts` how it was measured."""
    spoken = [row for row in rows if row.what.startswith(SENTENCES)]
    heard = [row for row in rows if not row.what.startswith(SENTENCES)]
    return "\n".join(
        [
            MEASURED,
            "Recordings, each with its language given. The predicted scores are those of the recordings themselves: a",
            "yardstick for the voices.",
            _rows("recordings", heard),
            "## Speaking",
            "",
            "Each sentence spoken by the profile's voice and recognised by its own speech to text.",
            _rows("tests/bench/sentences", spoken),
            "## Profiles",
            _table("profile | speech to text and voices", notes.items()),
            "## How",
            "",
            *(f"- {name}: {fact}" for name, fact in facts.items()),
            "",
        ]
    )


def _rows(title: str, rows: Iterable[Row]) -> str:
    def dash(value: float | None) -> str:
        return "–" if value is None else f"{value:.1f}"

    head = (
        "WER % | 95 % interval | WER by sound % | phoneme errors % | DistillMOS | its 5th percentile | DNSMOS"
    )
    cells = [
        (
            row.profile,
            row.language,
            row.what.removeprefix(SENTENCES),
            row.count,
            f"{row.wer:.1f}",
            f"{row.wer_from:.1f}–{row.wer_to:.1f}",
            dash(row.wer_by_sound),
            dash(row.phoneme_error_rate),
            f"{row.distillmos:.2f}",
            f"{row.distillmos_p5:.2f}",
            f"{row.dnsmos:.2f}",
        )
        for row in rows
    ]
    return _table(f"profile | language | {title} | number | {head}", cells)


def _users(settings: Settings) -> dict[str, list[str]]:
    users: dict[str, list[str]] = {}
    for name in settings.profiles:
        profile = settings.model_copy(update={"profile": name}).active_profile
        graphs = [*profile.names("stt", settings.languages), *profile.names("tts", settings.languages)]
        for file in [*graphs, *profile.thinker.files.values()]:
            users.setdefault(file.partition("#")[0], []).append(name)
    for name, thinker in settings.thinkers.items():
        users.setdefault(thinker.model, []).append(f"`thinker.name: {name}`")
    for choice, vad in settings.vads.items():
        for file in vad.files.values():
            users.setdefault(file.partition("#")[0], []).append(f"`audio.vad: {choice}`")
    users.setdefault("smart-turn", []).append("`audio.turn_model: smart-turn`")
    return users


def _from(artifact: Artifact) -> str:
    match artifact.kind:
        case "own":
            return "committed here"
        case "downloaded":
            return f"hub: {artifact.repository} at {artifact.revision[:12]}"
        case kind:
            return f"{kind}: {', '.join((*artifact.sources, *artifact.needs))}"


def _packages(source: Source) -> str:
    """Name the packages; a run of parts of one version by its first and last."""
    runs = []
    for (_, version), run in groupby(source.packages, lambda p: (p.name.rstrip("0123456789"), p.version)):
        names = [package.name for package in run]
        runs.append(f"{names[0]}{f' to {names[-1]}' if len(names) > 1 else ''} {version}")
    return ", ".join(runs)


def _table(head: str, rows: Iterable[Iterable[object]]) -> str:
    lines = [f"| {head} |", "|" + "---|" * (head.count("|") + 1)]
    lines += [f"| {' | '.join(map(str, row))} |" for row in rows]
    return "\n".join(["", *lines, ""])
