"""Speech engines on ONNX Runtime: speech to text, text to speech, voice activity and end of turn."""
