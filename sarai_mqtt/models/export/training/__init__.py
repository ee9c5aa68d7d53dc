"""Training of a voice: sentences, a teacher that speaks them, a student trained on them (docs/voices.md).

Run it as `python -m sarai_mqtt.models.export.training` in .venv-voice: only this package imports PyTorch.
"""
