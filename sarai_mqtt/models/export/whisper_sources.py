"""Readers of published Whisper models: CTranslate2 folder, Hugging Face folder, or OpenAI's `.pt` file."""

from pathlib import Path
from typing import Any, Literal

from sarai_mqtt.core.documents import read_json
from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.models.export import (
    ctranslate2,
    safetensors_folder,
    torch_file,
    whisper_state,
    whisper_tokens,
)
from sarai_mqtt.models.export.whisper_state import HUGGING_FACE, OPENAI, Sizes
from sarai_mqtt.models.export.whisper_tokens import Tokens
from sarai_mqtt.models.export.whisper_weights import Weights

Kind = Literal["ctranslate2", "hugging_face", "openai"]


def kind(source: Path) -> Kind:
    """Return the format of `source`. Raises ModelError: `model_missing`, `model_unrecognised`."""
    if source.is_dir():
        if (source / "model.bin").is_file():
            return "ctranslate2"
        if safetensors_folder.found(source):
            return "hugging_face"
    elif source.suffix == ".pt" and source.is_file():
        return "openai"
    reason = f"{source} is no Whisper that can be read here." if source.exists() else f"There is no {source}."
    raise ModelError(
        "model_unrecognised" if source.exists() else "model_missing",
        reason,
        "Give a folder with model.bin (CTranslate2), a folder with model.safetensors or its index "
        "(Hugging Face), or a .pt file (OpenAI).",
    )


def load(source: Path, tokenizer: Path | None = None) -> tuple[Weights, Tokens, Path]:
    """Read a Whisper of any format; return its weights, its tokens, and the tokenizer.json that was used.

    `tokenizer` replaces the one in the folder; OpenAI's format has none and requires it. Raises ModelError if
    something is missing, damaged or of the wrong shape; SaraiError `extra_missing` without the extra
    `export`.
    """
    match kind(source):
        case "ctranslate2":
            return _ctranslate2(source, tokenizer or source / "tokenizer.json")
        case "hugging_face":
            return _hugging_face(source, tokenizer or source / "tokenizer.json")
        case "openai":
            return _openai(source, tokenizer)


def _ctranslate2(source: Path, tokenizer: Path) -> tuple[Weights, Tokens, Path]:
    weights = Weights(source / "model.bin", ctranslate2.read(source / "model.bin"))
    config = _json(source / "config.json")
    suppress, begin = config.get("suppress_ids"), config.get("suppress_ids_begin")
    return weights, whisper_tokens.read(tokenizer, weights.vocabulary, suppress, begin), tokenizer


def _hugging_face(source: Path, tokenizer: Path) -> tuple[Weights, Tokens, Path]:
    config = _json(source / "config.json")
    state = {name.removeprefix("model."): tensor for name, tensor in safetensors_folder.read(source).items()}
    sizes = _sizes(
        source / "config.json", config, "encoder_attention_heads", "encoder_layers", "decoder_layers"
    )
    weights = whisper_state.weights(source, state, HUGGING_FACE, sizes)
    # Newer versions of transformers keep these lists in generation_config.json; a list may be null.
    generation = source / "generation_config.json"
    lists = config | (_json(generation) if generation.is_file() else {})
    suppress, begin = lists.get("suppress_tokens"), lists.get("begin_suppress_tokens")
    return weights, whisper_tokens.read(tokenizer, weights.vocabulary, suppress, begin), tokenizer


def _openai(source: Path, tokenizer: Path | None) -> tuple[Weights, Tokens, Path]:
    saved = torch_file.read(source)
    match saved:
        case {"dims": dict(dims), "model_state_dict": dict(state)}:
            sizes = _sizes(source, dims, "n_audio_head", "n_audio_layer", "n_text_layer")
        case _:
            raise ModelError(
                "model_unrecognised",
                f"{source} is no Whisper of OpenAI's: it lacks dims and model_state_dict.",
                "Give a file such as `whisper` downloads, or a CTranslate2 or Hugging Face folder.",
            )
    weights = whisper_state.weights(source, state, OPENAI, sizes)
    if tokenizer is None:
        raise ModelError(
            "model_missing",
            f"{source} comes without a tokenizer.",
            "Name its tokenizer.json with --tokenizer.",
        )
    tokens = whisper_tokens.read(tokenizer, weights.vocabulary)
    whisper_tokens.check_openai(tokenizer, weights.vocabulary)
    return weights, tokens, tokenizer


def _sizes(path: Path, config: dict[str, Any], *names: str) -> Sizes:
    match [config.get(name) for name in names]:
        case [int(heads), int(encoder_layers), int(decoder_layers)]:
            return Sizes(heads, encoder_layers, decoder_layers)
        case found:
            raise ModelError("model_damaged", f"{path} does not give {', '.join(names)} as numbers: {found}.")


def _json(path: Path) -> dict[str, Any]:
    try:
        content = read_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ModelError("model_missing", f"There is no {path}.", "Give the whole folder.") from error
    except ValueError as error:
        raise ModelError("model_damaged", f"{path} cannot be read: {error}.") from error
    if not isinstance(content, dict):
        raise ModelError("model_damaged", f"{path} is not a JSON object.")
    return content
