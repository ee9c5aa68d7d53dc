"""The classes of audio adapters, and the functions between their layers, by name."""

from enum import StrEnum


class Kind(StrEnum):
    """Class of an adapter; `auto` is recognised from the names of the weights."""

    AUTO = "auto"
    ULTRAVOX = "ultravox"
    SLAM = "slam"
    QWEN2_AUDIO = "qwen2-audio"
    LINEAR = "linear"


class Activation(StrEnum):
    """A function of each value; GELU is the exact one."""

    RELU = "relu"
    GELU = "gelu"
    SILU = "silu"
