"""Makes the fixtures of the speech exporters with the real libraries; run once, its files are kept.

Made with Python 3.11, torch 2.13.0, bigvgan 2.4.1 (NVIDIA, MIT; installed without its dependencies: only the
generator is imported), transformers 5.23.0, safetensors 0.8.0 and huggingface_hub 2.4.0.

    python make_speech.py
"""

import importlib.machinery
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from unittest.mock import MagicMock

import numpy as np
import torch
from safetensors.torch import save_file

HERE = Path(__file__).parent
BIGVGAN = {
    "num_mels": 10,
    "upsample_rates": [4, 2],
    "upsample_kernel_sizes": [8, 4],
    "upsample_initial_channel": 24,
    "resblock": "1",
    "resblock_kernel_sizes": [3, 7],
    "resblock_dilation_sizes": [[1, 3], [1, 2]],
    "activation": "snakebeta",
    "snake_logscale": True,
}
# The second resembles BigVGAN v1's small variant, with v2's options at the end.
BIGVGAN_2 = BIGVGAN | {
    "upsample_rates": [3, 2],
    "upsample_kernel_sizes": [7, 4],
    "resblock": "2",
    "activation": "snake",
    "snake_logscale": False,
    "use_bias_at_final": False,
    "use_tanh_at_final": False,
}
HIFIGAN = {key: value for key, value in BIGVGAN.items() if key not in ("activation", "snake_logscale")}
FRAMES, LENGTHS = (1, 9, 32), (1, 3, 5, 24)


def main() -> None:
    torch.manual_seed(0)
    bigvgan()
    hifigan()
    vits()


def bigvgan() -> None:
    """One generator with weight norm in a `.pt`; another, folded, in safetensors."""
    BigVGAN, AttrDict = generator_class()
    for name, config in (("bigvgan", BIGVGAN), ("bigvgan_2", BIGVGAN_2)):
        model = BigVGAN(AttrDict(config)).eval()
        shake(model)
        folder = folder_for(name, config)
        if name == "bigvgan":
            torch.save({"generator": model.state_dict()}, folder / "bigvgan_generator.pt")
        audio = run(model, config["num_mels"], folder)
        if name == "bigvgan_2":
            model.remove_weight_norm()
            save_file(
                {k: v.contiguous() for k, v in model.state_dict().items()}, folder / "model.safetensors"
            )
        print(name, sum(p.numel() for p in model.parameters()), "parameters; loudest", audio)


def generator_class() -> tuple:
    """Import bigvgan's generator without its training code, which wants librosa, auraloss and others."""
    where = importlib.util.find_spec("bigvgan").submodule_search_locations
    package = ModuleType("bigvgan")
    package.__spec__ = importlib.machinery.ModuleSpec("bigvgan", None, is_package=True)
    package.__path__ = list(where)
    sys.modules["bigvgan"] = package  # whose __init__ imports the training code
    for name in ("matplotlib", "matplotlib.pylab", "scipy.io.wavfile", "bigvgan.meldataset"):
        sys.modules[name] = MagicMock()  # what `bigvgan.utils` wants for plots and mel spectrograms
    return importlib.import_module("bigvgan.bigvgan").BigVGAN, importlib.import_module("bigvgan.env").AttrDict


def hifigan() -> None:
    """HiFi-GAN as transformers has it, under the names of jik876/hifi-gan, weight norm by parametrizations."""
    from transformers import SpeechT5HifiGan, SpeechT5HifiGanConfig

    keys = ("upsample_rates", "upsample_kernel_sizes", "upsample_initial_channel")
    keys += ("resblock_kernel_sizes", "resblock_dilation_sizes")
    config = SpeechT5HifiGanConfig(
        model_in_dim=HIFIGAN["num_mels"], normalize_before=False, **{key: HIFIGAN[key] for key in keys}
    )
    model = SpeechT5HifiGan(config).eval()
    model.apply_weight_norm()
    shake(model, louder=8)  # its weights start at 0.01
    folder = folder_for("hifigan", HIFIGAN)
    state = {k.replace("upsampler.", "ups."): v for k, v in model.state_dict().items()}
    torch.save({k: v for k, v in state.items() if k not in ("mean", "scale")}, folder / "pytorch_model.bin")
    print(
        "hifigan; loudest", run(lambda mel: model(mel.transpose(1, 2))[:, None], HIFIGAN["num_mels"], folder)
    )


def vits() -> None:
    """VITS's text encoder; of the other parts only the projection is kept, as a weight to pass over."""
    from transformers import VitsConfig, VitsModel

    config = VitsConfig(
        vocab_size=19, hidden_size=24, num_hidden_layers=3, num_attention_heads=3, window_size=2,
        ffn_dim=40, ffn_kernel_size=4, flow_size=6, speaker_embedding_size=0, upsample_initial_channel=16,
        upsample_rates=[2], upsample_kernel_sizes=[4], resblock_kernel_sizes=[3], resblock_dilation_sizes=[[1]],
        prior_encoder_num_flows=2, posterior_encoder_num_wavenet_layers=1, prior_encoder_num_wavenet_layers=1,
        duration_predictor_num_flows=1, depth_separable_num_layers=1, duration_predictor_filter_channels=8,
        spectrogram_bins=9, wavenet_dilation_rate=1,
    )  # fmt: skip
    model = VitsModel(config).eval()
    shake(model.text_encoder)
    folder = folder_for("vits", json.loads(config.to_json_string()))
    state = {k: v.contiguous() for k, v in model.state_dict().items() if k.startswith("text_encoder.")}
    save_file(state, folder / "model.safetensors")
    found = {}
    for length in LENGTHS:
        ids = torch.randint(0, config.vocab_size, (1, length))
        with torch.no_grad():
            out = model.text_encoder(ids, torch.ones(1, length, 1)).last_hidden_state
        found |= {f"ids_{length}": ids.numpy(), f"hidden_{length}": out.transpose(1, 2).numpy()}
    np.savez_compressed(folder / "expected.npz", **found)


def folder_for(name: str, config: dict) -> Path:
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    return folder


def shake(model: torch.nn.Module, louder: float = 1) -> None:
    """Random weights of a trained model's size; fresh ones leave biases 0 and Snake's parameters all alike."""
    with torch.no_grad():
        for name, value in model.named_parameters():
            if name.endswith(("weight_g", "original0")):
                value.mul_(torch.empty_like(value).uniform_(0.7 * louder, 1.3 * louder))
            elif value.dim() == 1:
                value.add_(torch.empty_like(value).uniform_(-0.3, 0.3))


def run(model, mels: int, folder: Path) -> float:
    found = {}
    for frames in FRAMES:
        mel = torch.randn(1, mels, frames)
        with torch.no_grad():
            audio = model(mel)[:, 0]
        found |= {f"mel_{frames}": mel.numpy(), f"audio_{frames}": audio.numpy()}
    np.savez_compressed(folder / "expected.npz", **found)
    return max(float(np.abs(found[f"audio_{n}"]).max()) for n in FRAMES)


if __name__ == "__main__":
    main()
