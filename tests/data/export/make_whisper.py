"""Makes the small random Whispers in this folder, and the numbers that their own libraries get from them.

Run once, by hand, outside the project's environment: the tests read what it wrote. The files here come from
Python 3.11 with torch 2.13.0, transformers 5.23.0, openai-whisper 20250625, ctranslate2 4.8.5, numpy 2.4.6:

    python make_whisper.py

One model in four forms: `openai-float32.pt` and `openai-float16.pt` as openai-whisper reads them (the latter
rounded), `hf` as transformers saved it, `ct2` as CTranslate2 converted `hf` to float16. `whisper.npz` has a full
window of mel [1, 80, 40] and tokens [1, 9], and the encoder's output and the logits by openai-whisper (float32
sums throughout; `_rounded`: from the weights of the float16 files) and by transformers (`_hf`).
"""

import dataclasses
import json
import shutil
from pathlib import Path

import numpy as np
import torch
from ctranslate2.converters.transformers import WhisperLoader
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
from transformers import WhisperConfig, WhisperForConditionalGeneration
from whisper.model import ModelDimensions, Whisper

HERE = Path(__file__).parent
DIMS = ModelDimensions(
    n_mels=80,
    n_audio_ctx=20,
    n_audio_state=16,
    n_audio_head=2,
    n_audio_layer=2,
    n_vocab=300,
    n_text_ctx=32,
    n_text_state=16,
    n_text_head=2,
    n_text_layer=3,
)
SPECIAL = [
    "endoftext",
    "startoftranscript",
    "en",
    "es",
    "translate",
    "transcribe",
    "startoflm",
    "startofprev",
    "nospeech",
    "notimestamps",
]
END = 256
SUPPRESS = [1, 2, 7, 40, 91, *range(END + 1, END + 9)]
SUPPRESS_BEGIN = [220, END]
HF_NAMES = [
    ("blocks.", "layers."),
    ("cross_attn_ln.", "encoder_attn_layer_norm."),
    ("attn_ln.", "self_attn_layer_norm."),
    ("mlp_ln.", "final_layer_norm."),
    ("mlp.0.", "fc1."),
    ("mlp.2.", "fc2."),
    ("cross_attn.", "encoder_attn."),
    (".attn.", ".self_attn."),
    (".query.", ".q_proj."),
    (".key.", ".k_proj."),
    (".value.", ".v_proj."),
    (".out.", ".out_proj."),
    ("ln_post.", "layer_norm."),
    ("decoder.ln.", "decoder.layer_norm."),
    ("encoder.positional_embedding", "encoder.embed_positions.weight"),
    ("decoder.positional_embedding", "decoder.embed_positions.weight"),
    ("token_embedding.", "embed_tokens."),
]


def main():
    torch.manual_seed(7)
    source = Whisper(DIMS).eval()
    with torch.no_grad():
        for name, parameter in source.named_parameters():
            spread = 0.2 * torch.randn_like(parameter)
            parameter.copy_(1 + spread if name.endswith("ln.weight") else spread)
    mel = torch.rand(1, DIMS.n_mels, 2 * DIMS.n_audio_ctx) * 2 - 0.6
    tokens = torch.tensor([[257, 258, 261, 265, 72, 105, 32, 46, 110]])
    rounded = Whisper(DIMS).eval()
    rounded.load_state_dict({name: value.half().float() for name, value in source.state_dict().items()})
    numbers = {"mel": mel, "tokens": tokens}
    with torch.no_grad():
        for suffix, model in (("", source), ("_rounded", rounded)):
            numbers[f"encoded{suffix}"] = model.encoder(mel)
            numbers[f"logits{suffix}"] = model.decoder(tokens, numbers[f"encoded{suffix}"])
        hf = hugging_face(source)
        numbers["logits_hf"] = hf(input_features=mel, decoder_input_ids=tokens).logits
    np.savez_compressed(HERE / "whisper.npz", **{name: value.numpy() for name, value in numbers.items()})
    dims = dataclasses.asdict(DIMS)
    torch.save({"dims": dims, "model_state_dict": source.state_dict()}, HERE / "openai-float32.pt")
    halves = {name: value.half() for name, value in source.state_dict().items()}
    torch.save({"dims": dims, "model_state_dict": halves}, HERE / "openai-float16.pt")
    hf.save_pretrained(HERE / "hf")
    tokenizer().save(str(HERE / "hf" / "tokenizer.json"))
    ctranslate2(hf)


def hugging_face(source):
    config = WhisperConfig(
        vocab_size=DIMS.n_vocab,
        num_mel_bins=DIMS.n_mels,
        d_model=DIMS.n_audio_state,
        encoder_layers=DIMS.n_audio_layer,
        encoder_attention_heads=DIMS.n_audio_head,
        encoder_ffn_dim=4 * DIMS.n_audio_state,
        decoder_layers=DIMS.n_text_layer,
        decoder_attention_heads=DIMS.n_text_head,
        decoder_ffn_dim=4 * DIMS.n_text_state,
        max_source_positions=DIMS.n_audio_ctx,
        max_target_positions=DIMS.n_text_ctx,
        decoder_start_token_id=END + 1,
        pad_token_id=END,
        bos_token_id=END,
        eos_token_id=END,
    )
    model = WhisperForConditionalGeneration(config).eval()
    state = {}
    for name, value in source.state_dict().items():
        for old, new in HF_NAMES:
            name = name.replace(old, new)
        state[f"model.{name}"] = value
    state["proj_out.weight"] = source.state_dict()["decoder.token_embedding.weight"]
    model.load_state_dict(state)
    model.generation_config.suppress_tokens = SUPPRESS
    model.generation_config.begin_suppress_tokens = SUPPRESS_BEGIN
    return model


def tokenizer():
    """Bytes, then the special tokens, in the order of Whisper's."""
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    made = Tokenizer(models.BPE(vocab={letter: i for i, letter in enumerate(letters)}, merges=[]))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    made.add_special_tokens([AddedToken(f"<|{name}|>", special=True) for name in SPECIAL])
    return made


def ctranslate2(hf):
    spec = WhisperLoader().get_model_spec(hf)
    spec.register_vocabulary([str(i) for i in range(DIMS.n_vocab)])
    spec.validate()
    spec.optimize(quantization="float16")
    folder = HERE / "ct2"
    folder.mkdir(exist_ok=True)
    spec.save(str(folder))
    (folder / "vocabulary.json").unlink()
    config = {"suppress_ids": SUPPRESS, "suppress_ids_begin": SUPPRESS_BEGIN, "lang_ids": [END + 2, END + 3]}
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    shutil.copyfile(HERE / "hf" / "tokenizer.json", folder / "tokenizer.json")


if __name__ == "__main__":
    main()
