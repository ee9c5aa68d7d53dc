"""ONNX Runtime: sessions, the roles of models with their contracts, and its telemetry, which is kept off."""
