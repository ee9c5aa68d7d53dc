"""Commands by sentence templates (hassil): Home Assistant's, ours and the user's, with the home's names."""

from sarai_mqtt.adapters.intents.understander import SentenceUnderstander

__all__ = ["SentenceUnderstander"]
