# Before any test module loads onnxruntime, which would send telemetry: the package turns that off.
import sarai_mqtt  # noqa: F401
