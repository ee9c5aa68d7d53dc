"""The loss of a student against its teacher: in durations, pitch, energy and the audio itself."""

import math
from dataclasses import dataclass

import torch
from hibari import dsp
from torch import Tensor
from torch.nn import functional

_WINDOW = torch.from_numpy(dsp.WIN)
_ANALYSIS = torch.from_numpy(dsp.WIN_SRC)
_BINS = dsp.N_FFT // 2 + 1
_LOUDEST = 7.0
# FFT sizes and hops, in samples, of the short-time spectra that are compared.
_RESOLUTIONS = ((512, 128), (1024, 256), (2048, 512), (256, 64))
_QUIET = 1e-4
# Units (Hz, Hz, the teacher's) of pitch, pitch of voiced frames, and energy in the loss; `total` halves all
# three.
_F0_UNIT, _VOICED_UNIT, _ENERGY_UNIT = 100.0, 50.0, 5.0


@dataclass(frozen=True, slots=True)
class Losses:
    """The parts of the loss, each a scalar tensor."""

    spectral: Tensor
    duration: Tensor
    pitch: Tensor
    energy: Tensor

    @property
    def total(self) -> Tensor:
        """The weighted sum that training minimises."""
        return self.spectral + self.duration + 0.5 * self.pitch + 0.5 * self.energy


def duration_loss(log_length: Tensor, steps: Tensor) -> Tensor:
    """Return the smooth L1 distance of `log_length`, float32 [L], from log(1 + `steps`), int64 [L]."""
    return functional.smooth_l1_loss(log_length, torch.log1p(steps.float()))


def pitch_loss(f0: Tensor, target: Tensor, voiced: Tensor) -> Tensor:
    """Return the L1 distance of pitches in Hz, float32 [F]; voiced frames (`voiced` 1, else 0) count more."""
    off = ((f0 - target).abs() * voiced).sum() / voiced.sum().clamp(min=1)
    return functional.l1_loss(f0 / _F0_UNIT, target / _F0_UNIT) + off / _VOICED_UNIT


def energy_loss(energy: Tensor, target: Tensor) -> Tensor:
    """Return the L1 distance of energies, float32 [F]."""
    return functional.l1_loss(energy / _ENERGY_UNIT, target / _ENERGY_UNIT)


def spectral_loss(samples: Tensor, target: Tensor) -> Tensor:
    """Return the multi-resolution STFT loss of waveforms float32 [B, n].

    It is the sum of log magnitude distance and spectral convergence, averaged over the resolutions: Yamamoto
    et al., "Parallel WaveGAN" (2020), but with the norm over the whole batch.
    """
    losses = []
    for size, hop in _RESOLUTIONS:
        window = torch.hann_window(size)
        found, wanted = (
            torch.stft(sound, size, hop, window=window, return_complex=True).abs()
            for sound in (samples, target)
        )
        near = functional.l1_loss(torch.log(found + _QUIET), torch.log(wanted + _QUIET))
        off = torch.linalg.norm(found - wanted) / torch.linalg.norm(wanted).clamp(min=1e-2)
        losses.append(near + off)
    return torch.stack(losses).mean()


def excitation(pulses: Tensor, start: int, frames: int) -> Tensor:
    """Return the short-time spectra, complex64 [601, frames], of a pulse train from frame `start` on.

    `pulses` is float32 [(F + 4) * 300]: F frames of 300 samples, extended by half a window at both ends.
    """
    window = pulses[start * dsp.HOP : (start + frames - 1) * dsp.HOP + dsp.N_FFT]
    return torch.fft.rfft(window.unfold(0, dsp.N_FFT, dsp.HOP) * _ANALYSIS).T


def waveform(spectra: Tensor, pulses: Tensor) -> Tensor:
    """Return samples float32 [B, F * 300] for `spectra` float32 [B, 3005, F], drawing new noise at each call.

    `pulses` is the excitation, complex64 [B, 601, F]. The formula is in `engines/tts/vocoder_dsp.py`.
    """
    gain, turn, noise_gain, free_gain, free_phase = spectra.split(_BINS, 1)
    noise = torch.complex(torch.randn_like(noise_gain), torch.randn_like(noise_gain))
    whole = torch.polar(_loudness(gain), math.pi * torch.tanh(turn)) * pulses
    whole = whole + _loudness(noise_gain) * noise + torch.polar(_loudness(free_gain), free_phase)
    # torch.istft also needs the frame that is centred on the end.
    whole = torch.cat([whole, whole[..., -1:]], -1)
    length = spectra.shape[-1] * dsp.HOP
    return torch.istft(whole, dsp.N_FFT, dsp.HOP, window=_WINDOW, center=True, length=length)


def _loudness(log_gain: Tensor) -> Tensor:
    return torch.exp(log_gain.clamp(max=_LOUDEST))
