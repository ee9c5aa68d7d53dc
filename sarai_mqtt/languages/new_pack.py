"""Begins a language pack: a copy of English in which each line to be filled has a mark.

Only its sentences are not copied: theirs is a short file of examples, as what Home Assistant lacks differs.
"""

import ast
import re
from pathlib import Path

import yaml

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.languages.conformance import MODEL, TO_FILL
from sarai_mqtt.languages.pack_files import SENTENCES
from sarai_mqtt.languages.packs import available, folder_of

_CODE = re.compile(r"[a-z]{2,3}")
_LANGUAGE = re.compile(rf"^(language: ){MODEL}$", re.MULTILINE)
# A new pack has no voice of this project.
_OF_A_VOICE = frozenset({"speaking.py", "phonemes.py", "text_normalizer.py", "lexicon.yaml"})
_VOICE = (f"from sarai_mqtt.languages.{MODEL}.speaking import SPEAKING\n", "")
_MARK = f"  {TO_FILL}"
_EXAMPLES, _EXAMPLES_OF_PACK = "new_sentences.yaml", "everyday.yaml"


def write_pack(code: str, into: Path | None = None) -> tuple[Path, int]:
    """Write the pack `code` into a folder of that name in `into`; None: beside the packs of this package.

    Return the folder, and the number of marks. Raises BadInput (`bad_language`, `language_exists`).
    """
    if not _CODE.fullmatch(code):
        raise BadInput("bad_language", f"{code!r} is no ISO 639 code.", 'Use two or three letters, as "fr".')
    model = folder_of(MODEL)
    folder = (into or model.parent) / code
    if code in available() or folder.exists():
        raise BadInput("language_exists", f"There is a pack {code!r} already.", f"Change that in {folder}.")
    folder.mkdir(parents=True)
    marks = 0
    for source in sorted(path for path in model.iterdir() if path.is_file()):
        if source.name in _OF_A_VOICE:
            continue
        text = _of(code, source.read_text("utf-8"))
        if source.suffix == ".yaml":
            text = _marked_yaml(text)
        elif source.suffix == ".py":
            text = _marked_code(text)
        else:
            text = "".join(f"{line}{_MARK}\n" if line.strip() else "\n" for line in text.splitlines())
        (folder / source.name).write_text(text, "utf-8")
        marks += text.count(TO_FILL)
    examples = _marked_yaml(_of(code, Path(__file__).with_name(_EXAMPLES).read_text("utf-8")))
    (folder / SENTENCES).mkdir()
    (folder / SENTENCES / _EXAMPLES_OF_PACK).write_text(examples, "utf-8")
    return folder, marks + examples.count(TO_FILL)


def _of(code: str, text: str) -> str:
    """Return the text of a file of `MODEL` with the code of the new pack, and without a voice."""
    text = text.replace(*_VOICE).replace("speaking=SPEAKING", "speaking=None")
    text = text.replace(f'"{MODEL}"', f'"{code}"').replace(f"languages.{MODEL}", f"languages.{code}")
    return _LANGUAGE.sub(rf"\g<1>{code}", text)


def _marked_yaml(text: str) -> str:
    """Return YAML with a mark at the end of each line on which the value of a key or an entry begins.

    A block of text has it in its first line, which has no text yet.
    """
    lines: set[int] = set()
    nodes = [yaml.compose(text, yaml.SafeLoader)]
    while nodes:
        node = nodes.pop()
        if isinstance(node, yaml.CollectionNode) and node.flow_style:
            lines.add(node.end_mark.line)
        elif isinstance(node, yaml.MappingNode):
            nodes += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            nodes += node.value
        elif isinstance(node, yaml.ScalarNode):
            # a comment may stand behind a block's sign, else only behind the last line of a value
            block = node.style in {"|", ">"}
            lines.add(node.start_mark.line if block else node.end_mark.line)
    return _with_marks(text, lines)


def _marked_code(text: str) -> str:
    """Return Python with a mark at each statement at the top that is neither an import nor a docstring.

    A function or class has it above its body, any other at its end.
    """
    lines = set[int]()
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.body[0].lineno > node.lineno:
            lines.add(node.body[0].lineno - 2)
        elif not isinstance(node, ast.Import | ast.ImportFrom | ast.Expr):
            lines.add((node.end_lineno or node.lineno) - 1)
    return _with_marks(text, lines)


def _with_marks(text: str, lines: set[int]) -> str:
    return "".join(
        f"{line}{_MARK}\n" if number in lines else f"{line}\n"
        for number, line in enumerate(text.splitlines())
    )
