# Before any test module loads onnxruntime, which would send telemetry: the package turns that off.
import pytest

import sarai_mqtt  # noqa: F401

# A failed assert there says what it compared, as in a test.
pytest.register_assert_rewrite("tests.harness")
