"""Training of an audio adapter: speech, features of the shared encoder, a projector, a frozen Thinker.

The recipe is in docs/models.md. Run it as `python -m sarai_mqtt.models.export.training adapter`.
"""
