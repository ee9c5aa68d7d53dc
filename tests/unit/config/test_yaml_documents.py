import pytest

from sarai_mqtt.config.yaml_documents import MOST_NESTED, read_yaml
from sarai_mqtt.core.documents import BadDocument, read_json

DEEP = 3000
LISTS = "[" * DEEP + "]" * DEEP
TABLES = "{a: " * DEEP + "}" * DEEP
BLOCKS = "\n".join(f"{' ' * n}a:" for n in range(DEEP // 10))


def nested(levels):
    return "[" * levels + "1" + "]" * levels


def test_documents_are_read():
    assert read_yaml("a: [1, {b: ñ}]") == {"a": [1, {"b": "ñ"}]}
    assert read_yaml("") is None
    assert read_json(b'{"a": [1, "\xc3\xb1"]}') == {"a": [1, "ñ"]}


def test_what_is_nested_is_read_as_deep_as_said():
    assert str(read_yaml(nested(MOST_NESTED))) == nested(MOST_NESTED)
    with pytest.raises(BadDocument) as caught:
        read_yaml(f"a:\n  {nested(MOST_NESTED)}")  # one level more, with the table
    assert (caught.value.line, str(MOST_NESTED) in caught.value.reason) == (2, True)


@pytest.mark.parametrize("text", [LISTS, TABLES, BLOCKS, "? " * DEEP, "- " * DEEP, "[" * DEEP])
def test_yaml_nested_without_end_is_refused(text):
    with pytest.raises(BadDocument, match="nested|not YAML"):
        read_yaml(text)


def test_a_reader_that_has_refused_reads_on():
    with pytest.raises(BadDocument):
        read_yaml(LISTS)
    assert read_yaml("[[1]]") == [[1]]


@pytest.mark.parametrize(
    "text",
    [
        "a: [",
        "a: b: c",
        "\x07",
        "!!python/object:os.system {}",
        "&a : *b",
        "2026-99-99",
        "9" * 5000,
        "a: 1e",
        "{[]: 1}",
    ],
)
def test_yaml_that_cannot_be_taken_in_is_refused_or_read_as_text(text):
    try:
        assert read_yaml(text) == {"a": "1e"}
    except BadDocument as error:
        assert error.reason


def test_a_list_within_itself_is_read_without_end():
    itself = read_yaml("&a [*a]")
    assert itself[0] is itself


@pytest.mark.parametrize("text", ["[" * 100_000, LISTS * 40, "{", "", "9" * 5000, b"\xff"])
def test_json_that_cannot_be_taken_in_is_refused(text):
    with pytest.raises(BadDocument):
        read_json(text)
