import gc

# Before any test module loads onnxruntime, which would send telemetry: the package turns that off.
import pytest

import sarai_mqtt  # noqa: F401

# A failed assert there says what it compared, as in a test.
pytest.register_assert_rewrite("tests.harness")


def pytest_collection_finish():
    """Let no collection of garbage look at the tests themselves, thousands of them, again and again."""
    gc.collect()
    gc.freeze()
