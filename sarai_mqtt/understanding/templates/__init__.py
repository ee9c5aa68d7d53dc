"""Recognizes commands by sentence templates (hassil): Home Assistant's and those of the sentence files."""

from sarai_mqtt.understanding.templates.matcher import SentenceUnderstander

__all__ = ["SentenceUnderstander"]
