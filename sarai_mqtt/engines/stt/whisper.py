"""Speech to text by Whisper, on the graphs of `models/export/whisper_graphs.py`.

Decoding is greedy. The encoder sees the audio and one second of silence rather than always 30 s.
"""

import logging
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import numpy as np
import onnxruntime as ort

from sarai_mqtt.core.audio import RATE, Features, Samples, Utterance, to_samples
from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.events import Transcript
from sarai_mqtt.core.ports import Cancel, ContextualBiasing
from sarai_mqtt.core.recognition import HeardAnswer
from sarai_mqtt.engines.engine import Engine, FileRoles, SttOptions
from sarai_mqtt.engines.mel import HOP, MELS, log_mel
from sarai_mqtt.engines.onnx.contracts import Contract
from sarai_mqtt.engines.onnx.roles import Role, values
from sarai_mqtt.engines.stt.token_tree import TokenTree
from sarai_mqtt.engines.stt.whisper_answers import (
    Choice,
    ShortAnswers,
    answer_from_choice,
    answer_in_text,
    no_in_text,
)
from sarai_mqtt.engines.stt.whisper_decoding import Decoding, Run, WhisperVocabulary, running
from sarai_mqtt.engines.stt.whisper_features import PAD_S, FeatureRecorder, feature_widths
from sarai_mqtt.engines.stt.whisper_heard import (
    SHORTEST_S,
    Heard,
    loop_length,
    segments,
    transcript_of,
    trim_silence,
)
from sarai_mqtt.understanding.confirmation import answer_of

# Maximum number of tokens of a text, constant and per second of audio; more is a loop.
_TOKENS = 10
_TOKENS_PER_S = 9
# A candidate command from the home's vocabulary replaces the decoded text if its log-probability is lower by
# at most this (nats); _SURE_MARGIN applies if the decoded text is a command itself. Chosen on the dev split
# of tests/bench/noise.py and the talk of tests/bench/home_bias.py (development half).
_MARGIN, _SURE_MARGIN = 10.0, 4.0
_MOST_CHECKED = 3  # how many of the candidates within the margin are checked for being a command
_TREE_TOKENS = 48  # of all candidates together: as many as can be scored in about 20 ms
_ANSWER_S = 3.0  # longer audio, without silence at its ends, is no short answer
_NOISE_LEVEL = 0.01  # RMS of the white noise on which the short answers are scored for comparison
# A yes in another language than the question's needs this lead of that language (log-odds after the start
# token) and this margin (Choice.margin).
_OTHER_LEAD, _OTHER_MARGIN = 3.5, 1.0

# H heads of width W, N layers; t mel frames, s encoder positions; n tokens after p cached ones; L language
# tokens; of a token tree m nodes with up to r successors.
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
    """The `ports.SpeechToText` and `ports.FeatureSpeechToText` on Whisper. Thread-safe.

    Calls share only the short answers of each language, made by the first call that needs them; two calls at
    once may both make them, with the same result.
    """

    def __init__(
        self,
        encoder: Role,
        decoder: Role,
        tokenizer: Path,
        languages: Sequence[str],
        biasing: ContextualBiasing | None = None,
    ) -> None:
        """Check the graphs and load the tokenizer; `languages` are the ISO 639-1 codes that may be spoken.

        With contextual `biasing`, texts from the home's vocabulary that sound like the decoded text are
        scored on the audio; the likeliest that is a command replaces the decoded text, unless that is
        likelier by a margin. A decoder that cannot score given texts works without.

        Raises ModelError: `model_shape` for a graph that does not fit, `model_unreadable` for the tokenizer,
        `language_unknown` for a language that the model lacks.
        """
        self._encoder, self._decoder = encoder.expect(ENCODER), decoder.expect(DECODER)
        memory = [name for name in decoder.inputs if name.startswith("cross_")]
        encoder.feeds(decoder, dict.fromkeys([*encoder.outputs, *memory]))
        self._vocabulary = WhisperVocabulary(
            tokenizer, languages, multilingual="languages" in decoder.outputs
        )
        # By language (None: it has none); made on the first spoken answer, as most homes ask few questions.
        self._answers: dict[str, ShortAnswers | None] = {}
        self._biasing = biasing
        if biasing and "log_prob_next" not in decoder.outputs:
            log.warning("%s cannot score given texts: the house's words do not help hearing", decoder.name)
            self._biasing = None

    def warm_up(self) -> None:
        """Transcribe one second of silence, so that the first utterance does not pay for first runs."""
        with running(None) as run:
            self._transcribe_segment(np.zeros(RATE, np.float32), None, run)

    def transcribe(self, utterance: Utterance, language: str | None, cancel: Cancel) -> Transcript:
        """Transcribe `utterance`, of any length, in `language`; None: in the likeliest configured one.

        `confidence` of the result is exp(mean log-probability of the tokens). Without speech the text is
        empty, the confidence 0 and `no_speech` True. `heard` is the text before its correction by the home's
        vocabulary, "" if there was none. Raises Cancelled; BadInput `unknown_language` if `language` is not
        configured.
        """
        self._require_known(language)
        with running(cancel) as run:
            return self._transcribe(utterance, language, run)

    def transcribe_answer(
        self, utterance: Utterance, asked: str, language: str | None, cancel: Cancel
    ) -> HeardAnswer:
        """Transcribe what may be the answer to a yes/no question that was asked in the language `asked`.

        An utterance of 3 s at most (without silence at its ends) is decoded in that language first, and all
        short answers of the language are scored on the audio, in about five passes of the decoder. If none is
        sure enough it is transcribed as by `transcribe`. A yes in another configured language counts only if
        that language clearly leads. A yes that cannot be scored does not count; a no does.
        Raises what `transcribe` raises.
        """
        self._require_known(language)
        with running(cancel) as run:
            return self._transcribe_answer(utterance, asked, language, run)

    @property
    def feature_widths(self) -> Mapping[str, int]:
        """Width D of each kind of features, by name."""
        return feature_widths(self._encoder)

    def transcribe_with_features(
        self, utterance: Utterance, asked: str | None, language: str | None, name: str, cancel: Cancel
    ) -> tuple[HeardAnswer, Features]:
        """Transcribe as `transcribe_answer` does (`asked` None: `transcribe`); return the features, too.

        They are those that the encoder made for it. Raises what `transcribe` raises.
        """
        self._require_known(language)
        with running(cancel) as run:
            recorder = FeatureRecorder(self._encoder, name, run)
            if asked is not None:
                heard = self._transcribe_answer(utterance, asked, language, recorder.run)
            else:
                heard = HeardAnswer(self._transcribe(utterance, language, recorder.run), agrees=None)
        return heard, recorder.features()

    def encode(self, utterance: Utterance, name: str, cancel: Cancel) -> Features:
        """Return the features `name` of `utterance`, as transcribing it makes them. Raises Cancelled."""
        with running(cancel) as run:
            recorder = FeatureRecorder(self._encoder, name, run)
            for piece in segments(to_samples(utterance.pcm)):
                self._encode(piece, recorder.run)
        return recorder.features()

    def _transcribe(self, utterance: Utterance, language: str | None, run: Run) -> Transcript:
        heard: list[Heard] = []
        for piece in segments(to_samples(utterance.pcm)):
            part = self._transcribe_segment(piece, language, run)
            heard.append(part)
            language = language if part.silent else part.language
        return transcript_of(heard, language or self._vocabulary.languages[0])

    def _transcribe_answer(
        self, utterance: Utterance, asked: str, language: str | None, run: Run
    ) -> HeardAnswer:
        samples = to_samples(utterance.pcm)
        if len(samples) / RATE > _ANSWER_S:
            samples = trim_silence(samples)
        if not (SHORTEST_S <= len(samples) / RATE <= _ANSWER_S and asked in self._vocabulary.languages):
            heard = self._transcribe(utterance, language, run)
            return HeardAnswer(heard, no_in_text(heard.text, heard.language))
        start, limit = self._start(samples, run).feed(self._vocabulary.start), _limit(samples)
        heard_as = {asked: self._decode(start.feed(self._vocabulary.prompt(asked)[1:]), asked, limit)}
        foreign = self._vocabulary.foreign(start, asked)
        choice = self._choice(heard_as[asked], foreign)
        if choice and choice.margin >= 0:
            return answer_from_choice(choice, heard_as[asked])
        spoken = [language] if language else self._vocabulary.likely_languages(start)
        best = self._best(start, spoken, limit, heard_as)
        if best.silent:
            agrees = None
        elif best.language == asked:
            agrees = answer_in_text(best, choice)
        else:
            agrees = self._answer_in_other_language(best, foreign)
        return HeardAnswer(transcript_of([self._correct(best)], best.language), agrees)

    def _require_known(self, language: str | None) -> None:
        if language is not None and language not in self._vocabulary.languages:
            raise BadInput("unknown_language", f"The speech model does not listen for {language!r}.")

    def _choice(self, heard: Heard, foreign: float) -> Choice | None:
        """Return the short answer nearest to the audio; None if the language has none or none can be scored.

        `foreign`: see `ShortAnswers.choose`.
        """
        if heard.language not in self._answers:
            self._answers[heard.language] = self._prepare_answers(heard.language)
        answers = self._answers[heard.language]
        return answers.choose(heard, foreign) if answers else None

    def _answer_in_other_language(self, heard: Heard, lead: float) -> bool | None:
        """Return the answer (True yes, False no) given in another language than the question's, None if none.

        The decoded text and the best short answer must agree. A yes also needs a clear `lead` of that
        language (log-odds over the question's) and a margin of the short answer.
        """
        said, choice = answer_of(heard.text, heard.language), self._choice(heard, -lead)
        if said is None or choice is None or choice.agrees is not said:
            return None
        least = _OTHER_MARGIN if said else 0.0
        return said if choice.margin >= least and (lead >= _OTHER_LEAD or not said) else None

    def _prepare_answers(self, language: str) -> ShortAnswers | None:
        """Return the short answers of `language` with their scores in noise; None if it has none.

        None also if the decoder cannot score given texts.
        """
        if "log_prob_next" not in self._decoder.outputs:
            log.warning("%s cannot score given texts: no spoken yes is taken", self._decoder.name)
            return None
        try:
            answers = ShortAnswers(self._vocabulary, language)
        except ValueError as error:
            log.warning("no spoken yes is taken: %s", error)
            return None
        noise = np.random.default_rng(0).standard_normal(RATE).astype(np.float32) * _NOISE_LEVEL
        with running(None) as run:
            answers.learn(self._start(noise, run).feed(self._vocabulary.prompt(language)))
        return answers

    def _start(self, samples: Samples, run: Run) -> Decoding:
        """Encode `samples`, float32 [n] at 16 kHz, and return the decoder's state before any token."""
        return Decoding.begin(self._decoder, self._encode(samples, run), run)

    def _encode(self, samples: Samples, run: Run) -> dict[str, ort.OrtValue]:
        frames = 2 * math.ceil((len(samples) / RATE + PAD_S) * RATE / HOP / 2)
        return run(self._encoder, values(mel=log_mel(samples, frames)))

    def _transcribe_segment(self, samples: Samples, language: str | None, run: Run) -> Heard:
        """Transcribe one segment of audio in `language`; None: in the likeliest configured one."""
        start, limit = self._start(samples, run), _limit(samples)
        if language is not None:
            prompted = start.feed(self._vocabulary.prompt(language))
            return self._correct(self._decode(prompted, language, limit))
        start = start.feed(self._vocabulary.start)
        return self._correct(self._best(start, self._vocabulary.likely_languages(start), limit, {}))

    def _best(
        self, start: Decoding, languages: Sequence[str], limit: int, written: Mapping[str, Heard]
    ) -> Heard:
        """Decode in each of `languages`, and return the result with the highest mean log-probability.

        `written`: results by language that exist already.
        """
        texts = (
            written.get(code) or self._decode(start.feed(self._vocabulary.prompt(code)[1:]), code, limit)
            for code in languages
        )
        return max(texts, key=lambda heard: heard.mean)

    def _decode(self, decoding: Decoding, language: str, limit: int) -> Heard:
        """Decode greedily until the end token, `limit` tokens, or a loop, which is cut off."""
        token, log_prob = decoding.next_token("_begin")
        tokens: list[int] = []
        count = 1
        while token != self._vocabulary.end and len(tokens) < limit:
            tokens.append(token)
            if loop := loop_length(tokens):
                del tokens[-loop:]
                break
            decoding = decoding.feed([token])
            token, more = decoding.next_token()
            log_prob, count = log_prob + more, count + 1
        whole = tuple(tokens) if token == self._vocabulary.end else ()
        text = self._vocabulary.text(tokens)
        return Heard(text, language, log_prob, count, decoding.no_speech, whole, decoding)

    def _correct(self, heard: Heard) -> Heard:
        """Return `heard`, with its text replaced by a command of the home if the audio supports that too.

        Candidates are tried in the order of their scores on the audio (see _MARGIN).
        """
        if self._biasing is None or not heard.tokens or heard.silent:
            return heard
        candidates = self._biasing.nearest(heard.text, heard.language)
        if not candidates:
            return heard
        words = self._vocabulary
        tree = TokenTree(words.prompt(heard.language), [*heard.tokens, words.end], _TREE_TOKENS)
        texts = [text for text in candidates if tree.add([*words.tokens(text), words.end])]
        free, *scores = tree.sums(heard.decoding.score(tree))
        found = sorted(((free - s, t) for s, t in zip(scores, texts, strict=True) if free - s <= _MARGIN))
        is_command = cache(partial(self._biasing.is_command, language=heard.language))
        for behind, text in found[:_MOST_CHECKED]:
            if behind > _SURE_MARGIN and is_command(heard.text):
                break
            if is_command(text):
                return replace(heard, text=text, uncorrected=heard.text)
        return heard


def _limit(samples: Samples) -> int:
    """Return the maximum number of tokens for a text of this audio."""
    return _TOKENS + int(_TOKENS_PER_S * len(samples) / RATE)


def _open(options: SttOptions) -> WhisperStt:
    files = options.files
    stt = WhisperStt(
        files.graph("encoder"),
        files.graph("decoder"),
        files.path("tokenizer"),
        options.languages,
        options.biasing,
    )
    stt.warm_up()
    return stt


ENGINE = Engine(FileRoles(("encoder", "decoder", "tokenizer")), _open)
