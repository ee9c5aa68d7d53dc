"""Whisper on the graphs of `export/whisper_graphs.py`: greedy, short context, one decoder session."""

import logging
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import numpy as np
import onnxruntime as ort

from sarai_mqtt.adapters.onnx.contracts import Contract
from sarai_mqtt.adapters.onnx.mel import HOP, MELS, log_mel
from sarai_mqtt.adapters.onnx.roles import Role, Values, values
from sarai_mqtt.adapters.onnx.token_tree import TokenTree
from sarai_mqtt.adapters.onnx.whisper_answers import Choice, ShortAnswers, by_words, chosen, no_by_words
from sarai_mqtt.adapters.onnx.whisper_decoding import Decoding, Run, Words
from sarai_mqtt.adapters.onnx.whisper_heard import SHORTEST_S, Heard, looping, pieces, transcript_of, voiced
from sarai_mqtt.core.answers import answer_of
from sarai_mqtt.core.audio import RATE, Samples, Utterance, to_samples
from sarai_mqtt.core.errors import BadInput, Cancelled
from sarai_mqtt.core.events import Transcript
from sarai_mqtt.core.recognition import HeardAnswer
from sarai_mqtt.ports import Cancel, HouseWords

_PAD_S = 1.0  # silence after the audio: with 0.3 s the decoder falls into loops
# The most tokens speech can need; more is a loop.
_TOKENS = 10
_TOKENS_PER_S = 9
# A command of the house's words is taken for what was heard when its log-probability is less by no more than
# this; by less when what was heard is one already. Chosen with the dev split of tests/bench/noise.py and
# the talk of tests/bench/home_bias.py (development half).
_MARGIN, _SURE_MARGIN = 10.0, 4.0
_ASKED = 3  # of the candidates within the margin, so many may turn out to be no commands
_TREE_TOKENS = 48  # of all candidates together: what can be scored in about 20 ms
_ANSWER_S = 3.0  # what is longer, long silence around it left out, is no short answer
_NOISE_LEVEL = 0.01  # of the noise in which short answers are looked for, to know how likely they are anyhow
# A yes in the other language wants a voice that speaks it (log-odds right after the start token) and more.
_PLAINLY, _OTHER_SURE = 3.5, 1.0

# H heads of width W, N layers; t mel frames, s encoder positions, n tokens after p others.
_MEMORY = {"cross_k_*": "float32[1, H, W, s]", "cross_v_*": "float32[1, H, s, W]", "cross_bias": "float32[s]"}
ENCODER = Contract("speech encoder", {"mel": f"float32[1, {MELS}, t]"}, _MEMORY)
DECODER = Contract(
    "speech decoder",
    {
        "tokens": "int64[1, n]",
        "self_k": "float32[N, 1, H, W, p]",
        "self_v": "float32[N, 1, H, p, W]",
        **_MEMORY,
        "next?": "int64[1, m, r]",
        "tree_bias?": "float32[m, m]",
        "tree_shift?": "int64[m]",
    },
    {
        "ids": "int64[1, n]",
        "log_prob": "float32[1, n]",
        "ids_begin": "int64[1, n]",
        "log_prob_begin": "float32[1, n]",
        "no_speech": "float32[1, n]",
        "languages?": "float32[1, n, L]",
        "log_prob_next?": "float32[1, m, r]",
        "new_k": "float32[N, 1, H, W, n]",
        "new_v": "float32[N, 1, H, n, W]",
    },
)

log = logging.getLogger(__name__)


class WhisperStt:
    """The SpeechToText of `ports`. Any thread may call it.

    All that calls share are the short answers of a language, made by the first call that wants them (two at
    once may both make them: they are the same).
    """

    def __init__(
        self,
        encoder: Role,
        decoder: Role,
        tokenizer: Path,
        languages: Sequence[str],
        house: HouseWords | None = None,
    ) -> None:
        """Take the graphs; `languages` are the ISO 639-1 codes to expect.

        With `house`, texts made of its words that sound like what was heard are scored against the audio, and
        the likeliest that is a command takes the place of the text unless that is likelier by a margin. A
        decoder that cannot score given texts hears as without.

        Raises ModelError for a graph that does not fit, a tokenizer that is unreadable, or a language the
        model does not know.
        """
        self._encoder, self._decoder = encoder.expect(ENCODER), decoder.expect(DECODER)
        memory = [name for name in decoder.inputs if name.startswith("cross_")]
        encoder.feeds(decoder, dict.fromkeys([*encoder.outputs, *memory]))
        self._words = Words(tokenizer, languages, multilingual="languages" in decoder.outputs)
        # by language; made when the first question is answered, for most houses ask few
        self._short_answers: dict[str, ShortAnswers | None] = {}
        self._house = house
        if house and "log_prob_next" not in decoder.outputs:
            log.warning("%s cannot score given texts: the house's words do not help hearing", decoder.name)
            self._house = None

    def warm_up(self) -> None:
        """Run everything once on silence, so that the first utterance does not pay for it."""
        with _running(None) as run:
            self._hear(np.zeros(RATE, np.float32), None, run)

    def transcribe(self, utterance: Utterance, language: str | None, cancel: Cancel) -> Transcript:
        """Recognise `utterance`, of any length, in one language.

        `confidence` is exp(mean log-probability of the tokens heard). Where nothing was said the text is
        empty, the confidence 0 and `no_speech` True. `heard` is the text before the house's words put it
        right. Raises Cancelled; BadInput for a language that is not one of ours.
        """
        if language is not None and language not in self._words.languages:
            raise BadInput("unknown_language", f"The speech model does not listen for {language!r}.")
        heard: list[Heard] = []
        with _running(cancel) as run:
            for piece in pieces(to_samples(utterance.pcm)):
                part = self._hear(piece, language, run)
                heard.append(part)
                language = language if part.silent else part.language
        return transcript_of(heard, language or self._words.languages[0])

    def transcribe_answer(
        self, utterance: Utterance, asked: str, language: str | None, cancel: Cancel
    ) -> HeardAnswer:
        """Recognise what may answer a question that was asked in the language `asked`.

        A short utterance, long silence around it aside, is heard in that language first, and all its short
        answers are scored against the sound, in about five passes; what is surely none of them is recognised
        as by `transcribe`. An answer in another of our languages counts when the voice plainly speaks it. A
        yes that cannot be scored is none. Raises what `transcribe` raises.
        """
        samples = to_samples(utterance.pcm)
        if len(samples) / RATE > _ANSWER_S:
            samples = voiced(samples)
        if not (SHORTEST_S <= len(samples) / RATE <= _ANSWER_S and asked in self._words.languages):
            heard = self.transcribe(utterance, language, cancel)
            return HeardAnswer(heard, no_by_words(heard.text, heard.language))
        with _running(cancel) as run:
            start, limit = self._start(samples, run).feed(self._words.start), _limit(samples)
            heard_as = {asked: self._write(start.feed(self._words.prompt(asked)[1:]), asked, limit)}
            foreign = self._words.foreign(start, asked)
            choice = self._choice(heard_as[asked], foreign)
            if choice and choice.sure >= 0:
                return chosen(choice, heard_as[asked])
            spoken = [language] if language else self._words.likely(start)
            best = self._best(start, spoken, limit, heard_as)
            if best.silent:
                agrees = None
            elif best.language == asked:
                agrees = by_words(best, choice)
            else:
                agrees = self._in_another(best, foreign)
            return HeardAnswer(transcript_of([self._put_right(best)], best.language), agrees)

    def _choice(self, heard: Heard, foreign: float) -> Choice | None:
        """Give the short answer nearest to the sound; None where none are known or can be scored.

        `foreign` is as for `ShortAnswers.choose`.
        """
        if heard.language not in self._short_answers:
            self._short_answers[heard.language] = self._learnt(heard.language)
        short = self._short_answers[heard.language]
        return short.choose(heard, foreign) if short else None

    def _in_another(self, heard: Heard, lead: float) -> bool | None:
        """Give the answer heard in another language than the question's: a yes when it is plain and sure.

        `lead` is how much likelier that language is, in log-odds.
        """
        said, choice = answer_of(heard.text, heard.language), self._choice(heard, -lead)
        if said is None or choice is None or choice.agrees is not said:
            return None
        least = _OTHER_SURE if said else 0.0
        return said if choice.sure >= least and (lead >= _PLAINLY or not said) else None

    def _learnt(self, language: str) -> ShortAnswers | None:
        """Make the short answers of `language`, and take note how likely each is in noise."""
        if "log_prob_next" not in self._decoder.outputs:
            log.warning("%s cannot score given texts: no spoken yes is taken", self._decoder.name)
            return None
        try:
            short = ShortAnswers(self._words, language)
        except ValueError as error:
            log.warning("no spoken yes is taken: %s", error)
            return None
        noise = np.random.default_rng(0).standard_normal(RATE).astype(np.float32) * _NOISE_LEVEL
        with _running(None) as run:
            short.learn(self._start(noise, run).feed(self._words.prompt(language)))
        return short

    def _start(self, samples: Samples, run: Run) -> Decoding:
        frames = 2 * math.ceil((len(samples) / RATE + _PAD_S) * RATE / HOP / 2)
        return Decoding.begin(self._decoder, run(self._encoder, values(mel=log_mel(samples, frames))), run)

    def _hear(self, samples: Samples, language: str | None, run: Run) -> Heard:
        start, limit = self._start(samples, run), _limit(samples)
        if language is not None:
            prompted = start.feed(self._words.prompt(language))
            return self._put_right(self._write(prompted, language, limit))
        start = start.feed(self._words.start)
        return self._put_right(self._best(start, self._words.likely(start), limit, {}))

    def _best(
        self, start: Decoding, languages: Sequence[str], limit: int, written: Mapping[str, Heard]
    ) -> Heard:
        """Give the surer text of those in `languages`; `written` are there already."""
        texts = (
            written.get(code) or self._write(start.feed(self._words.prompt(code)[1:]), code, limit)
            for code in languages
        )
        return max(texts, key=lambda heard: heard.mean)

    def _write(self, decoding: Decoding, language: str, limit: int) -> Heard:
        token, log_prob = decoding.choice("_begin")
        tokens: list[int] = []
        count = 1
        while token != self._words.end and len(tokens) < limit:
            tokens.append(token)
            if loop := looping(tokens):
                del tokens[-loop:]
                break
            decoding = decoding.feed([token])
            token, more = decoding.choice()
            log_prob, count = log_prob + more, count + 1
        whole = tuple(tokens) if token == self._words.end else ()
        text = self._words.text(tokens)
        return Heard(text, language, log_prob, count, decoding.no_speech, whole, decoding)

    def _put_right(self, heard: Heard) -> Heard:
        """Give what was heard, or the candidate of the house's words that the audio speaks for as well."""
        if self._house is None or not heard.tokens or heard.silent:
            return heard
        near = self._house.nearest(heard.text, heard.language)
        if not near:
            return heard
        words = self._words
        tree = TokenTree(words.prompt(heard.language), [*heard.tokens, words.end], _TREE_TOKENS)
        texts = [text for text in near if tree.add([*words.tokens(text), words.end])]
        free, *scores = tree.sums(heard.decoding.score(tree))
        found = sorted(((free - s, t) for s, t in zip(scores, texts, strict=True) if free - s <= _MARGIN))
        is_command = cache(partial(self._house.is_command, language=heard.language))
        for behind, text in found[:_ASKED]:
            if behind > _SURE_MARGIN and is_command(heard.text):
                break
            if is_command(text):
                return replace(heard, text=text, freely=heard.text)
        return heard


@contextmanager
def _running(cancel: Cancel | None) -> Iterator[Run]:
    """Give what runs a role until `cancel` is set, if that is given, then raises Cancelled."""
    options = ort.RunOptions()
    options.log_severity_level = 4  # a cancelled run is no error to log

    def run(role: Role, feeds: Values) -> dict[str, ort.OrtValue]:
        try:
            return role.run(feeds, options)
        except Exception:  # a terminated run raises a bare exception
            if cancel is not None and cancel.cancelled:
                raise Cancelled from None
            raise

    def stop() -> None:
        options.terminate = True

    forget = cancel.on_cancel(stop) if cancel is not None else None
    try:
        yield run
    finally:
        if forget is not None:
            forget()


def _limit(samples: Samples) -> int:
    return _TOKENS + int(_TOKENS_PER_S * len(samples) / RATE)
