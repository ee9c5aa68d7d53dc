"""The generator of BigVGAN, mel spectrogram to waveform, as an ONNX graph; also that of HiFi-GAN.

Lee et al., "BigVGAN: A Universal Neural Vocoder with Large-Scale Training" (ICLR 2023), based on Kong et al.,
"HiFi-GAN" (NeurIPS 2020); configs and names of weights as in NVIDIA/BigVGAN (v1 and v2) and jik876/hifi-gan.
"""

from fractions import Fraction
from math import floor, prod
from pathlib import Path
from typing import Literal, Self

import numpy as np
from pydantic import BaseModel, Field, PositiveInt, model_validator

from sarai_mqtt.models.export import checkpoint, resample
from sarai_mqtt.models.export.checkpoint import Floats, Weights
from sarai_mqtt.models.export.graph import Graph

_FILES = ("bigvgan_generator.pt", "model.safetensors", "pytorch_model.bin")
_ENDS = 7  # kernel size of the first and the last convolution
_SLOPE, _LAST_SLOPE = 0.1, 0.01  # of HiFi-GAN's leaky ReLUs
_NO_DIVISION_BY_ZERO = np.float32(1e-9)  # added to Snake's divisor


class Config(BaseModel):
    """The keys of config.json that define the generator; all others concern training.

    Without `activation` the model is a HiFi-GAN.
    """

    num_mels: PositiveInt
    upsample_rates: list[PositiveInt] = Field(min_length=1)
    upsample_kernel_sizes: list[PositiveInt]
    upsample_initial_channel: PositiveInt
    resblock: Literal["1", "2"]
    resblock_kernel_sizes: list[PositiveInt] = Field(min_length=1)
    resblock_dilation_sizes: list[list[PositiveInt]]
    activation: Literal["snake", "snakebeta"] | None = None
    snake_logscale: bool | None = None
    use_bias_at_final: bool = True
    use_tanh_at_final: bool = True

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        rates, kernels = self.upsample_rates, self.upsample_kernel_sizes
        if len(kernels) != len(rates):
            raise ValueError("upsample_kernel_sizes and upsample_rates differ in length")
        if any(kernel < rate or (kernel - rate) % 2 for rate, kernel in zip(rates, kernels, strict=True)):
            raise ValueError("each of upsample_kernel_sizes must be its rate and an even number more")
        if self.upsample_initial_channel % 2 ** len(rates):
            raise ValueError("upsample_initial_channel cannot be halved for every upsample rate")
        if len(self.resblock_dilation_sizes) != len(self.resblock_kernel_sizes):
            raise ValueError("resblock_dilation_sizes and resblock_kernel_sizes differ in length")
        if any(kernel % 2 == 0 for kernel in self.resblock_kernel_sizes):
            raise ValueError("resblock_kernel_sizes must be odd")
        if self.activation and self.snake_logscale is None:
            raise ValueError("snake_logscale is missing")
        return self

    @property
    def hop(self) -> int:
        """Samples per frame."""
        return prod(self.upsample_rates)

    @property
    def context(self) -> int:
        """Receptive field: the number of frames before and after its own on which a sample depends."""
        around = resample.REACH if self.activation else 0
        block = max(
            sum(
                around + kernel // 2 * dilation + (around + kernel // 2 if self.resblock == "1" else 0)
                for dilation in dilations
            )
            for kernel, dilations in zip(
                self.resblock_kernel_sizes, self.resblock_dilation_sizes, strict=True
            )
        )
        reach, rate = Fraction(_ENDS // 2), 1
        for up, kernel in zip(self.upsample_rates, self.upsample_kernel_sizes, strict=True):
            reach += Fraction(kernel + up - 2, 2 * up * rate)
            rate *= up
            reach += Fraction(block, rate)
        return floor(reach + Fraction(around + _ENDS // 2, rate))


def load(model: Path) -> tuple[Config, Weights]:
    """Read a generator's folder, or its weights file with a config.json beside it.

    Raises as `checkpoint.load` does.
    """
    return checkpoint.load(model, _FILES, Config)


def generator(config: Config, weights: Weights) -> Graph:
    """Build mel float32 [1, num_mels, F] -> audio float32 [1, F * hop], within -1..1.

    Raises ModelError: `model_damaged` for missing weights, `model_shape` for weights of another shape or that
    the config does not use.
    """
    graph = Graph("bigvgan" if config.activation else "hifigan")
    layers = _Layers(graph, config, weights)
    channels = config.upsample_initial_channel
    x = graph.input("mel", np.float32, [1, config.num_mels, "F"])
    x = layers.conv(x, "conv_pre", config.num_mels, channels, _ENDS)
    blocks = list(zip(config.resblock_kernel_sizes, config.resblock_dilation_sizes, strict=True))
    for i in range(len(config.upsample_rates)):
        x = layers.upsample(x, i, channels)
        channels //= 2
        branches = [
            layers.block(x, f"resblocks.{i * len(blocks) + j}", channels, kernel, dilations)
            for j, (kernel, dilations) in enumerate(blocks)
        ]
        x = graph.op("Mul", graph.op("Sum", *branches), graph.const(np.array(1 / len(blocks), np.float32)))
    x = layers.activate(x, "activation_post", channels, _LAST_SLOPE)
    x = layers.conv(x, "conv_post", channels, 1, _ENDS, bias=config.use_bias_at_final)
    if config.use_tanh_at_final:
        x = graph.op("Tanh", x)
    else:
        x = graph.op("Clip", x, graph.const(np.array(-1, np.float32)), graph.const(np.array(1, np.float32)))
    audio = graph.op("Squeeze", x, graph.ints(1))
    graph.output(audio, "audio", np.float32, [1, "N"])
    weights.refuse_rest("", but=())
    return graph


class _Layers:
    """Layers of the generator; inputs and outputs are float32 [1, channels, T]."""

    def __init__(self, graph: Graph, config: Config, weights: Weights) -> None:
        self._graph, self._config, self._weights = graph, config, weights

    def conv(
        self, x: str, name: str, inner: int, outer: int, kernel: int, *, dilation: int = 1, bias: bool = True
    ) -> str:
        """Convolve `x` [1, inner, T] to [1, outer, T]."""
        stored = [self._graph.const(self._weights.kernel(name, outer, inner, kernel))]
        if bias:
            stored.append(self._graph.const(self._weights.get(f"{name}.bias", outer)))
        pad = kernel // 2 * dilation
        return self._graph.op("Conv", x, *stored, dilations=[dilation], pads=[pad, pad])

    def upsample(self, x: str, i: int, channels: int) -> str:
        """Upsample `x` [1, channels, T] to [1, channels / 2, T * rate] by layer `i`."""
        rate, kernel = self._config.upsample_rates[i], self._config.upsample_kernel_sizes[i]
        name = f"ups.{i}.0" if self._config.activation else f"ups.{i}"
        if not self._config.activation:
            x = self._graph.op("LeakyRelu", x, alpha=_SLOPE)
        weight = self._graph.const(self._weights.kernel(name, channels, channels // 2, kernel))
        bias = self._graph.const(self._weights.get(f"{name}.bias", channels // 2))
        pad = (kernel - rate) // 2
        return self._graph.op("ConvTranspose", x, weight, bias, strides=[rate], pads=[pad, pad])

    def block(self, x: str, name: str, channels: int, kernel: int, dilations: list[int]) -> str:
        """Apply residual convolutions to `x` [1, channels, T], one dilation after the other."""
        two_convs = self._config.resblock == "1"
        for i, dilation in enumerate(dilations):
            first, place = (f"{name}.convs1.{i}", 2 * i) if two_convs else (f"{name}.convs.{i}", i)
            y = self.activate(x, f"{name}.activations.{place}", channels)
            y = self.conv(y, first, channels, channels, kernel, dilation=dilation)
            if two_convs:
                y = self.activate(y, f"{name}.activations.{place + 1}", channels)
                y = self.conv(y, f"{name}.convs2.{i}", channels, channels, kernel)
            x = self._graph.op("Add", x, y)
        return x

    def activate(self, x: str, name: str, channels: int, slope: float = _SLOPE) -> str:
        """Apply the activation to `x` [1, channels, T]: Snake at twice the sample rate, or a leaky ReLU."""
        graph = self._graph
        if not self._config.activation:
            return graph.op("LeakyRelu", x, alpha=slope)
        alpha = self._snake(f"{name}.act.alpha", channels)
        beta = self._snake(f"{name}.act.beta", channels) if self._config.activation == "snakebeta" else alpha
        y = resample.upsample_2x(graph, x, self._filter(f"{name}.upsample.filter"))
        wave = graph.op("Sin", graph.op("Mul", y, graph.const(alpha)))
        bent = graph.op("Mul", graph.op("Mul", wave, wave), graph.const(1 / (beta + _NO_DIVISION_BY_ZERO)))
        return resample.downsample_2x(
            graph, graph.op("Add", y, bent), self._filter(f"{name}.downsample.lowpass.filter")
        )

    def _snake(self, name: str, channels: int) -> Floats:
        values: Floats = self._weights.get(name, channels)[:, None, None]
        if not self._config.snake_logscale:
            return values
        exponents: Floats = np.exp(values)
        return exponents

    def _filter(self, name: str) -> Floats:
        if name in self._weights:
            return self._weights.get(name, 1, 1, resample.TAPS).ravel()
        return resample.kaiser_sinc()
