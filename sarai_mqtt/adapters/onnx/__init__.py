"""Speech to text and text to speech on ONNX Runtime."""
