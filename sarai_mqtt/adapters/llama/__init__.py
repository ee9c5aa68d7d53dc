"""The Thinker on llama.cpp."""

from sarai_mqtt.adapters.llama.thinker import LlamaThinker

__all__ = ["LlamaThinker"]
