import gc
import weakref

import pytest

from sarai_mqtt.app.memory import compact_after_load


@pytest.fixture(autouse=True)
def _collecting():
    yield
    gc.enable()


def test_the_collector_rests_while_loading_and_leaves_alone_what_was_loaded():
    before = gc.get_freeze_count()
    with compact_after_load():
        assert not gc.isenabled()
        kept = [[number] for number in range(1000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= before + len(kept)


def test_garbage_of_loading_is_not_kept():
    class Node:
        pass

    gone = []
    with compact_after_load():
        node = Node()
        node.itself = node
        weakref.finalize(node, gone.append, "gone")
        del node
    assert gone == ["gone"]


def test_a_failed_loading_leaves_the_collector_on():
    with pytest.raises(RuntimeError), compact_after_load():
        raise RuntimeError("no model")
    assert gc.isenabled()
