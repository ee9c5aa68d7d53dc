"""What Whisper's decoder graph must know of the vocabulary, from a `tokenizer.json`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from sarai_mqtt.core.errors import ModelError

MULTILINGUAL = 51865  # the smallest such vocabulary: OpenAI's `Whisper.is_multilingual`
_TIMESTAMPS = 1501  # the last tokens of every vocabulary of OpenAI's, right after <|notimestamps|>
# OpenAI's `Tokenizer.non_speech_tokens` (whisper/tokenizer.py): brackets, marks of speakers and of music.
_MARKS = [
    *'"#()*+/:;<=>@[\\]^_`{|}~「」『』',
    *("<<", ">>", "<<<", ">>>", "--", "---", "-(", "-[", "('", '("', "((", "))", "(((", ")))"),
    *("[[", "]]", "{{", "}}", "♪♪", "♪♪♪"),
]
_NOTES = "♩♪♫♬♭♮♯"  # these share the first bytes, so the first of several tokens will do
_NOT_BEFORE_A_WORD = "-'"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Ids: never chosen, not chosen first, the end, "no speech", the languages in order (if multilingual)."""

    suppress: tuple[int, ...]
    suppress_begin: tuple[int, ...]
    end: int
    no_speech: int
    languages: tuple[int, ...]


def read(
    path: Path,
    vocabulary: int,
    suppress: Sequence[int] | None = None,
    suppress_begin: Sequence[int] | None = None,
) -> Tokens:
    """Read the tokenizer `path` of a model with `vocabulary` tokens; None for a list means OpenAI's rule.

    Raises ModelError for a file that cannot be read or is not the tokenizer of such a Whisper.
    """
    if not path.is_file():
        raise ModelError("model_missing", f"There is no {path}.", "Name the tokenizer.json with --tokenizer.")
    try:
        words = Tokenizer.from_file(str(path))
    except Exception as error:  # the Rust library raises Exception itself
        raise ModelError("model_unreadable", f"The tokenizer {path} cannot be read: {error}.") from error

    def special(*names: str) -> int:
        found = [words.token_to_id(f"<|{name}|>") for name in names]
        token = next((token for token in found if token is not None), None)
        if token is None or token >= vocabulary:
            what = "lacks" if token is None else f"has, beyond the {vocabulary} tokens of the model,"
            raise ModelError(
                "model_shape",
                f"{path} is not the tokenizer of this Whisper: it {what} <|{names[0]}|>.",
                "Name the right tokenizer.json with --tokenizer.",
            )
        return int(token)

    end, start = special("endoftext"), special("startoftranscript")
    languages = range(start + 1, special("translate")) if vocabulary >= MULTILINGUAL else ()
    return Tokens(
        suppress=_unspoken(words) if suppress is None else tuple(suppress),
        suppress_begin=(*_ids(words, " "), end) if suppress_begin is None else tuple(suppress_begin),
        end=end,
        no_speech=special("nospeech", "nocaptions"),  # renamed in later releases
        languages=tuple(languages),
    )


def check_openai(path: Path, vocabulary: int) -> None:
    """Raise ModelError if OpenAI's model of `vocabulary` tokens has another tokenizer than `path`."""
    expected = vocabulary - _TIMESTAMPS - 1
    found = Tokenizer.from_file(str(path)).token_to_id("<|notimestamps|>")
    if vocabulary >= MULTILINGUAL - 1 and found != expected:
        raise ModelError(
            "model_shape",
            f"{path} is not the tokenizer of a Whisper with {vocabulary} tokens: "
            f"<|notimestamps|> is {found}, not {expected}.",
            "Name its tokenizer.json with --tokenizer; English-only models and large-v3 have their own.",
        )


def _ids(words: Tokenizer, text: str) -> list[int]:
    return list(words.encode(text, add_special_tokens=False).ids)


def _unspoken(words: Tokenizer) -> tuple[int, ...]:
    first = {_ids(words, f" {mark}")[0] for mark in _NOT_BEFORE_A_WORD}
    for mark in [*_MARKS, *_NOTES]:
        for ids in (_ids(words, mark), _ids(words, f" {mark}")):
            if len(ids) == 1 or mark in _NOTES:
                first.add(ids[0])
    return tuple(sorted(first))
