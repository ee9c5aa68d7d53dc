"""Checks the files of a language pack: whether they are whole, agree with English, and match no nonsense.

What its sentences are understood as is checked where understanding may be used: `app/language_check`.
"""

import dataclasses
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from string import Formatter

import yaml

from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.languages.pack_files import SENTENCES, PackFiles, fault
from sarai_mqtt.languages.packs import faults_in, load, pack
from sarai_mqtt.languages.schema import LanguagePack, sections
from sarai_mqtt.languages.schema.conventions import Conventions
from sarai_mqtt.languages.schema.phrases import Phrases

MODEL = "en"
"""The pack that the others are compared with."""
TO_FILL = "# TODO"
"""Mark of a line of a new pack that still has the text of `MODEL`."""

# Mappings that have a key for each thing of Home Assistant, or of ours, that has to be named.
_SAME_KEYS = (
    "devices.labels",
    "devices.groups",
    "states.states",
    "states.binary",
    "states.weather",
    "units.names",
)
# Sections whose texts have placeholders.
_FORMATTED = ("replies", "states.clauses", "timers", "units")
# No words of any language: a pattern that finds them finds everything.
_NONSENSE = ("", "zqxv", "zqxv brf zqxv plk", "Zqxv brf.")
# These are joined with others, or are about letters, so that they may find any text.
_PARTS = ("house_nouns.connectives", "sounds.")
_WORD = re.compile(r"[^\W\d_]{2,}")
# What is spoken in a file of sentences; the names of its lists and rules are not.
_SPOKEN = frozenset({"sentences", "in", "skip_words", "expansion_rules"})
_NAMES = re.compile(r"<[^<>]*>|\{[^{}]*\}")


def check_files(folder: Path) -> list[ConfigError]:
    """Return the faults of the pack in `folder`, as the errors that name file, place and remedy."""
    faults: list[ConfigError] = []
    try:
        found = load(PackFiles(folder), faults.append)
    except ConfigError as error:
        return [*faults, error]
    faults += _check_values(found, folder)
    faults += _check_code(found, folder)
    faults += _check_lines(folder, _script_of(" ".join(found.words.function)) if found.words else "")
    return faults


def _check_code(found: LanguagePack, folder: Path) -> Iterator[ConfigError]:
    """Yield a fault if what is made at its first use cannot be made."""
    try:
        yield from _check_wording(found, folder)
        with faults_in(folder):
            found.paraphrases()
        if found.speaking is not None and found.speaking.phonemizer is not None and found.samples is not None:
            with faults_in(folder):
                spoken = found.speaking.normalizer()(found.samples.test)
                said = "".join(map(found.speaking.phonemizer(), found.speaking.sentences(spoken)))
            if not said.strip():
                yield fault(
                    folder / "speaking.py", "", f"says nothing for {found.samples.test!r}", "Correct it."
                )
    except ConfigError as error:
        yield error


def _check_wording(found: LanguagePack, folder: Path) -> Iterator[ConfigError]:
    """Yield a fault for each convention that the grammar takes no notice of; what it raises is raised."""
    chosen = (
        Conventions(decimal_sign=".", clock=12, first_weekday="sunday"),
        Conventions(decimal_sign=",", clock=24, first_weekday="monday"),
    )
    with faults_in(folder):
        # Sunday 29 November 2026 ends a week from Monday, and begins one from Sunday
        one, other = (
            (words.number(21.5), words.time_of_day(15, 5), words.week(date(2026, 11, 29)))
            for words in map(found.wording, chosen)
        )
    for key, told, else_told in zip(("decimal_sign", "clock", "first_weekday"), one, other, strict=True):
        if told == else_told:
            reason = f"says {told!r} whichever `{key}` was chosen"
            yield fault(folder / "grammar.py", "", reason, "Use the conventions that it is made with.")


def _check_values(found: LanguagePack, folder: Path) -> Iterator[ConfigError]:
    model = dict(_walk(pack(MODEL)))
    placeholders = {section: _placeholders(section, model) | {"of"} for section in _FORMATTED}
    if found.conventions is not None:
        with suppress(ConfigError), faults_in(folder):  # `_check_wording` reports it
            words = found.wording(found.conventions)
            placeholders["timers"] |= frozenset(words.timer_parts("", "", ""))
    keys = {at: value for at, value in _walk_mappings(pack(MODEL)) if at in _SAME_KEYS}
    written = sections()
    for section in dataclasses.fields(found):
        part = getattr(found, section.name)
        path = folder / f"{section.name}.{'yaml' if section.name in written else 'py'}"
        for at, value in _walk(part, section.name):
            place = at.removeprefix(section.name)
            if isinstance(value, str):
                yield from _check_template(value, placeholders.get(_group_of(at)), path, place)
            elif not at.startswith(_PARTS) and (what := _matched(value)) is not None:
                yield fault(path, place, f"matches everything, such as {what!r}", "Ask for words.")
        for at, mapping in _walk_mappings(part, section.name):
            if at in keys and (missing := keys[at].keys() - mapping.keys()):
                place = at.removeprefix(section.name)
                yield fault(path, place, f"lacks {', '.join(sorted(missing))}", "Take en/ for a model.")


def _check_template(text: str, known: frozenset[str] | None, path: Path, place: str) -> Iterator[ConfigError]:
    """Yield a fault if `text` has other placeholders than those `known`; None: it has none to fill in."""
    if known is None:
        return
    try:
        unknown = _fields(text) - known
    except ValueError as error:
        yield fault(path, place, f"is no template: {error}", "Close each brace.")
        return
    if unknown:
        remedy = f"Use some of {', '.join(sorted(known))}."
        yield fault(path, place, f"has the placeholder {', '.join(sorted(unknown))}", remedy)


def _matched(value: re.Pattern[str] | Phrases) -> str | None:
    """Return the nonsense that `value` finds, or that one of its phrases is; None if there is none."""
    for nonsense in _NONSENSE:
        if isinstance(value, Phrases):
            if any(re.fullmatch(phrase, nonsense) for phrase in value):
                return nonsense
        elif value.search(nonsense):
            return nonsense
    return None


def _check_lines(folder: Path, script: str) -> Iterator[ConfigError]:
    """Yield a fault for each line that is still to be filled, and for texts that are not in `script`."""
    files = [*folder.iterdir(), *(folder / SENTENCES).glob("*.yaml")]
    for path in sorted(path for path in files if path.suffix in {".yaml", ".txt", ".py"}):
        try:
            text = path.read_text("utf-8")
            texts = list(_texts(path, text))
        except UnicodeDecodeError:
            yield fault(path, "", "is not in UTF-8", "Save it as UTF-8.")
            continue
        except yaml.MarkedYAMLError as error:
            # libyaml, which reads the packs where it is installed, takes what PyYAML itself does not
            at = f"line {error.problem_mark.line + 1}" if error.problem_mark else "it"
            yield fault(path, "", f"{at} is not YAML for each reader: {error.problem}", "Quote it.")
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if TO_FILL in line:
                what = f"line {number} is still {pack(MODEL).name}"
                yield fault(path, "", what, f"Fill it, and remove {TO_FILL!r}.")
        for number, value in texts:
            for word in _WORD.findall(value):
                if script and (other := _script_of(word)) != script:
                    what = f"line {number} has {word!r} in {other} letters"
                    yield fault(path, "", what, f"Write it in {script} ones.")


def _texts(path: Path, text: str) -> Iterator[tuple[int, str]]:
    """Yield the texts of a file of words, with the line at which each begins. Raises MarkedYAMLError."""
    if path.suffix == ".txt":
        yield from enumerate(text.splitlines(), 1)
    elif path.suffix == ".yaml":
        of_sentences = path.parent.name == SENTENCES
        nodes = [(yaml.compose(text, yaml.SafeLoader), not of_sentences)]
        while nodes:
            node, spoken = nodes.pop()
            if isinstance(node, yaml.MappingNode):
                nodes += [(value, spoken or key.value in _SPOKEN) for key, value in node.value]
            elif isinstance(node, yaml.SequenceNode):
                nodes += [(child, spoken) for child in node.value]
            elif isinstance(node, yaml.ScalarNode) and spoken:
                yield node.start_mark.line + 1, _NAMES.sub("", node.value) if of_sentences else node.value


def _script_of(text: str) -> str:
    """Return the script of most letters of `text`, such as LATIN; "" without any letter."""
    scripts = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha())
    return scripts.most_common(1)[0][0] if scripts else ""


def _walk(value: object, at: str = "") -> Iterator[tuple[str, str | re.Pattern[str] | Phrases]]:
    """Yield each text and pattern in `value`, with its place."""
    if isinstance(value, str | re.Pattern | Phrases):
        yield at.lstrip("."), value
    for step, child in _children(value):
        yield from _walk(child, f"{at}{step}")


def _children(value: object) -> Iterator[tuple[str, object]]:
    """Yield the step to each part of a section, and the part."""
    if dataclasses.is_dataclass(value):
        yield from ((f".{field.name}", getattr(value, field.name)) for field in dataclasses.fields(value))
    elif isinstance(value, Mapping):
        yield from ((f".{key}", child) for key, child in value.items())
    elif isinstance(value, tuple) and not isinstance(value, Phrases):
        yield from ((f"[{i}]", child) for i, child in enumerate(value))


def _walk_mappings(value: object, at: str = "") -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield each mapping in `value`, with its place."""
    if isinstance(value, Mapping):
        yield at.lstrip("."), value
    for step, child in _children(value):
        yield from _walk_mappings(child, f"{at}{step}")


def _group_of(at: str) -> str:
    return next((group for group in _FORMATTED if at.startswith((f"{group}.", f"{group}["))), "")


def _placeholders(group: str, model: Mapping[str, object]) -> frozenset[str]:
    texts = (value for at, value in model.items() if _group_of(at) == group and isinstance(value, str))
    return frozenset(name for text in texts for name in _fields(text))


def _fields(template: str) -> frozenset[str]:
    """Return the names of the placeholders of `template`. Raises ValueError if it is none."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name is not None)
