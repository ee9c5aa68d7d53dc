"""The Thinker on llama.cpp."""

from sarai_mqtt.engines.llm.thinker import LlamaThinker

__all__ = ["LlamaThinker"]
