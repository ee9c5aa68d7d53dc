"""The audio adapter: features of speech to embeddings of the Thinker, by a small ONNX graph of its own.

The design is that of Ultravox, SLAM-ASR and Qwen2-Audio: some neighbouring frames are stacked, and one or two
layers map them to the width of the language model's embeddings.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnxruntime as ort

from sarai_mqtt.core.audio import Features
from sarai_mqtt.core.documents import read_json
from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.engines.llm.llama import Embeddings
from sarai_mqtt.engines.onnx.contracts import Contract
from sarai_mqtt.engines.onnx.roles import Role, values

ROLE = "audio_adapter"
AUDIO = "{audio}"  # stands for the speech in the text of a prompt
_MOST_STACKED = 100  # two seconds in one embedding; the trial run needs memory for twice as many frames

# t frames of width D, s of them after stacking, of the width E of the Thinker's embeddings.
ADAPTER = Contract(ROLE, {"features": "float32[1, t, D]"}, {"embeddings": "float32[1, s, E]"})

NAME_ANOTHER = "Name another file as audio_adapter of the Thinker (sarai.yaml), or set thinker.input to text."


@dataclass(frozen=True, slots=True)
class AudioPrompt:
    """The prompt that an adapter was trained with: system prompt, and the user's text around the speech.

    `system` None: the Thinker's own.
    """

    system: str | None = None
    before: str = ""
    after: str = ""


class AudioAdapter:
    """The adapter in the graph `role`. Thread-safe.

    `features` is the name of the features that it takes, `languages` are those that it was trained for,
    `width` is E.

    Args:
        role: the graph.
        widths: width D of each kind of features that the recogniser makes, by name.

    Raises:
        ModelError: `model_shape`, the graph does not fit its contract, the encoder or its own stacking;
            `model_unreadable`, its metadata lacks what is needed.

    """

    def __init__(self, role: Role, widths: Mapping[str, int]) -> None:
        try:
            self._role = role.expect(ADAPTER)
        except ModelError as error:  # whose remedy is for the roles that a profile may borrow
            raise ModelError(error.code, error.reason, NAME_ANOTHER) from None
        self.file = role.name
        self.features = self._text("sarai.features")
        self.languages = self._read_languages()
        self._prompts = self._read_prompts()
        self._stack = self._read_stack()
        if self.features not in widths:
            raise self._wrong(
                f"takes the features {self.features!r}, and the speech encoder makes {', '.join(widths)}"
            )
        width, self.width = (
            int(side[name].shape[2] or 0)
            for side, name in ((role.inputs, "features"), (role.outputs, "embeddings"))
        )
        if width != widths[self.features]:
            raise self._wrong(
                f"takes features of width {width}, and {self.features} of the speech encoder is "
                f"{widths[self.features]} wide"
            )
        self._try_out(width)

    def check(self, width: int, name: str, languages: Collection[str]) -> list[str]:
        """Return those of `languages` that it was trained for.

        Raises ModelError `model_shape` if there are none, if the model's embeddings have another `width`, or
        if the adapter names another model than `name`.
        """
        known = [language for language in self.languages if language in languages]
        trained_with = self._role.metadata.get("sarai.thinker") or name
        if self.width != width:
            raise self._wrong(f"makes embeddings {self.width} wide, and those of the Thinker are {width}")
        if trained_with != name:
            raise self._wrong(f"was trained for {trained_with!r}, and the Thinker is {name!r}")
        if not known:
            raise self._wrong(
                f"was trained for {', '.join(self.languages)}, and the Thinker has "
                f"{', '.join(languages) or 'no language in use'}"
            )
        return known

    def prompt(self, language: str) -> AudioPrompt:
        """Return the prompt for `language`."""
        return self._prompts.get(language, AudioPrompt())

    def embed(self, features: Features) -> Embeddings:
        """Return the embeddings of `features`, float32 [n, E]; n is 0 for no frames.

        Raises ModelError: `model_shape` if the graph fails or does not stack the frames as it says (llama.cpp
        would read beyond too small an array); `model_failed` if an embedding is not finite.
        """
        frames = features.shape[1]
        if not frames:
            return np.zeros((0, self.width), np.float32)
        try:
            outputs = self._role.run(values(features=features), ort.RunOptions())
            made = outputs["embeddings"].numpy()
        except Exception as error:  # onnxruntime's own, one class per status
            raise self._wrong(f"cannot run on {frames} frames") from error
        wanted = (1, -(-frames // self._stack), self.width)
        if made.shape != wanted:
            raise self._wrong(
                f"makes {list(made.shape)} of {frames} frames, not {list(wanted)}: it stacks {self._stack}"
            )
        embeddings: Embeddings = made[0]
        if not np.isfinite(embeddings).all():
            raise ModelError(
                "model_failed",
                f"{self.file}, the {ROLE}, made embeddings that are not finite.",
                NAME_ANOTHER,
            )
        return embeddings

    def _try_out(self, width: int) -> None:
        """Run the graph on less than a group of frames, a whole one and more. Raises as `embed`."""
        for frames in (2 * self._stack + 1, self._stack, 1):
            self.embed(np.zeros((1, frames, width), np.float32))

    def _read_languages(self) -> tuple[str, ...]:
        parts = (part.strip() for part in self._text("sarai.languages").split(","))
        if not (languages := tuple(dict.fromkeys(filter(None, parts)))):
            raise self._unreadable("sarai.languages", "codes of languages, as in en,es")
        return languages

    def _read_stack(self) -> int:
        text = self._text("sarai.stack")
        known = {str(stack): stack for stack in range(2, _MOST_STACKED + 1)}
        if text not in known:
            raise self._unreadable("sarai.stack", f"a whole number from 2 to {_MOST_STACKED}")
        return known[text]

    def _read_prompts(self) -> Mapping[str, AudioPrompt]:
        text = self._role.metadata.get("sarai.prompt", "{}")
        try:
            return {str(language): _prompt(texts) for language, texts in read_json(text).items()}
        except (ValueError, TypeError, AttributeError, KeyError):
            wanted = f'{{"en": {{"system": "…", "user": "… {AUDIO} …"}}}} with {AUDIO} once'
            raise self._unreadable("sarai.prompt", wanted) from None

    def _text(self, key: str) -> str:
        if not (found := self._role.metadata.get(key, "")):
            raise self._unreadable(key, "a text")
        return found

    def _unreadable(self, key: str, wanted: str) -> ModelError:
        return ModelError(
            "model_unreadable",
            f"{self.file}, the {ROLE}: its metadata {key} should be {wanted}.",
            NAME_ANOTHER,
        )

    def _wrong(self, what: str) -> ModelError:
        return ModelError("model_shape", f"{self.file}, the {ROLE}, {what}.", NAME_ANOTHER)


def _prompt(texts: Mapping[str, Any]) -> AudioPrompt:
    """Raise ValueError, TypeError or AttributeError for texts that are no prompt."""
    system, user = texts.get("system"), texts.get("user", AUDIO)
    before, after = user.split(AUDIO)
    if not isinstance(system, str | None) or set(texts) - {"system", "user"}:
        raise ValueError
    return AudioPrompt(system, before, after)
