"""The list of names offers the values that hassil's own list offers, in the same order."""

import pytest
from hassil.intents import TextSlotList

from sarai_mqtt.understanding.templates.name_list import NameList

NAMES = (
    "Lamp", "lamp", "Lamp two", "lamp-two", "Straße", "strasse", "İnci", "ñandú", "luz del salón", "luz",
    " luz del sal", "", "  ", "l", "living room", "living-room", "Living_Room fan", "tv", "TV",
)  # fmt: skip
TEXTS = (
    "lamp", "LAMP TWO please", "lamp-two", "lam", "straße", "strasse 3", "i̇nci", "İNCI", "luz del salón ahora",
    "luz del sal", "living-room fan", "living room-fan", "ÑANDÚ", "", "-", "x", "tv", "living_room",
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_the_candidates_are_those_of_hassil(text):
    rows = [(name, f"thing.{i}", {"domain": "light"}) for i, name in enumerate(NAMES)]
    whole = TextSlotList.from_tuples(rows, allow_template=False, name="name")
    mine = NameList("name", rows)
    assert mine.values == whole.values
    assert [v.value_out for v in mine.get_candidates(text)] == [
        v.value_out for v in whole.get_candidates(text)
    ]


def test_a_name_that_begins_a_text_is_offered():
    named = NameList(
        "name", [("luz", "light.a", {}), ("luz del salón", "light.b", {}), ("puerta", "cover.c", {})]
    )
    assert [v.value_out for v in named.get_candidates("luz del salón, por favor")] == ["light.a", "light.b"]
    assert [v.value_out for v in named.get_candidates("la luz")] == []
