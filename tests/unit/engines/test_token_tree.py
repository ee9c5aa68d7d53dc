import numpy as np
import pytest

from sarai_mqtt.engines.stt.token_tree import TokenTree

END = 99


@pytest.fixture
def tree():
    tree = TokenTree([1, 2], [10, 11, 12, END], 8)
    assert tree.add([10, 11, 13, 14, END])
    assert tree.add([10, 11, 12, 15, END])
    return tree


def test_a_common_beginning_is_fed_once(tree):
    assert tree.start == 3  # both of the prompt and 10; 11 is the root
    assert tree.tokens.tolist() == [11, 12, 13, 14, 15]
    assert (np.arange(5) + tree.shift).tolist() == [0, 1, 1, 2, 2]


def test_a_token_sees_its_own_text_only(tree):
    sees = [[row.tolist()[i] == 0 for i in range(5)] for row in tree.bias]
    assert sees == [
        [True, False, False, False, False],
        [True, True, False, False, False],
        [True, False, True, False, False],
        [True, False, True, True, False],
        [True, True, False, False, True],
    ]


def test_each_text_gets_the_sum_of_its_own(tree):
    assert tree.next.tolist() == [[12, 13], [END, 15], [14, 0], [END, 0], [END, 0]]
    scores = np.array([[-1, -2], [-4, -8], [-16, 0], [-32, 0], [-64, 0]], np.float32)
    assert tree.sums(scores) == [-1 - 4, -2 - 16 - 32, -1 - 8 - 64]


def test_what_does_not_fit_is_left_out():
    tree = TokenTree([1], [10, 11, END], 4)
    assert not tree.add([20, 21, 22, END])  # would make root, 10, 11, 20, 21, 22
    assert tree.add([10, 12, END])
    assert len(tree.texts) == 2
    assert tree.tokens.tolist() == [10, 11, 12]


def test_texts_without_a_common_beginning_follow_the_prompt():
    tree = TokenTree([1, 2], [10, END], 8)
    assert tree.add([20, END])
    assert tree.start == 1
    assert tree.tokens.tolist() == [2, 10, 20]


def test_a_text_that_is_the_beginning_of_another():
    tree = TokenTree([1], [10, 11, END], 8)
    assert tree.add([10, END])
    assert tree.tokens.tolist() == [10, 11]
    assert tree.next.tolist() == [[11, END], [END, 0]]
