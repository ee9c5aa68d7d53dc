"""Makes a voice: sentences, a teacher that speaks them, a student that learns them (docs/voices.md).

`python -m sarai_mqtt.export.training`, in .venv-voice: only this package imports PyTorch.
"""
