"""Recognizes commands by sentence templates (hassil): Home Assistant's and those of the sentence files."""

from sarai_mqtt.adapters.intents.understander import SentenceUnderstander

__all__ = ["SentenceUnderstander"]
