"""The token ids that Whisper's decoder graph needs, read from a `tokenizer.json`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from sarai_mqtt.core.errors import ModelError

MULTILINGUAL = 51865  # size of the smallest multilingual vocabulary: OpenAI's `Whisper.is_multilingual`
_TIMESTAMPS = 1501  # number of timestamp tokens, the last in each OpenAI vocabulary, after <|notimestamps|>
# OpenAI's `Tokenizer.non_speech_tokens` (whisper/tokenizer.py): brackets, speaker marks and music signs.
_MARKS = [
    *'"#()*+/:;<=>@[\\]^_`{|}~「」『』',
    *("<<", ">>", "<<<", ">>>", "--", "---", "-(", "-[", "('", '("', "((", "))", "(((", ")))"),
    *("[[", "]]", "{{", "}}", "♪♪", "♪♪♪"),
]
_NOTES = "♩♪♫♬♭♮♯"  # these share their first bytes, so suppressing the first of several tokens is enough
_NOT_BEFORE_A_WORD = "-'"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Token ids: never chosen, not chosen first, end of text, "no speech", and all language tokens in order.

    `languages` is () for an English-only model.
    """

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
    """Read the tokenizer.json `path` of a model with `vocabulary` tokens.

    `suppress` and `suppress_begin` are the model's own lists of token ids; None takes those of OpenAI's code.
    Raises ModelError: `model_missing`, `model_unreadable`, or `model_shape` if it is not the tokenizer of
    such a Whisper.
    """
    if not path.is_file():
        raise ModelError("model_missing", f"There is no {path}.", "Name the tokenizer.json with --tokenizer.")
    try:
        words = Tokenizer.from_file(str(path))
    except Exception as error:  # the Rust library raises Exception itself
        raise ModelError("model_unreadable", f"The tokenizer {path} cannot be read: {error}.") from error

    def special(*names: str) -> int:
        """Return the id of the first of these special tokens that exists.

        Raises ModelError `model_shape` if there is none, or the model has fewer tokens.
        """
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
    """Raise ModelError `model_shape` if OpenAI's model of `vocabulary` tokens has another tokenizer."""
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
    """Return the ids of tokens that are not spoken, as OpenAI's `non_speech_tokens` does."""
    first = {_ids(words, f" {mark}")[0] for mark in _NOT_BEFORE_A_WORD}
    for mark in [*_MARKS, *_NOTES]:
        for ids in (_ids(words, mark), _ids(words, f" {mark}")):
            if len(ids) == 1 or mark in _NOTES:
                first.add(ids[0])
    return tuple(sorted(first))
