import pickle

import pytest

from sarai_mqtt.core.errors import BadInput, Cancelled, ModelError


@pytest.mark.parametrize(
    "error", [ModelError("a_code", "A reason.", "A remedy."), BadInput("b", "c"), Cancelled()]
)
def test_an_error_passes_between_processes_whole(error):
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is type(error)
    assert (back.code, back.reason, back.remedy, str(back)) == (
        error.code,
        error.reason,
        error.remedy,
        str(error),
    )
