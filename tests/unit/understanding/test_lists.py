"""What is said about lists, in the words of Spain, Latin America, Britain, America, France and Québec."""

from pathlib import Path

import pytest

from sarai_mqtt.core.home import Entity, Home
from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.home.yaml_file import load_home
from tests.harness.understanding import understanding_of

HOUSE = Path("tests/data/domains/house.yaml")
ADD, DONE, OFF, GET = "HassListAddItem", "HassListCompleteItem", "HassListRemoveItem", "HassListGetItems"

SAID = [
    ("en", "add milk, eggs and bread to the list", ADD, ["milk", "eggs", "bread"]),
    ("en", "put two cartons of milk on the shopping list", ADD, ["two cartons of milk"]),
    ("en", "remove milk from the shopping list", OFF, ["milk"]),
    ("en", "I've bought the milk and the eggs", DONE, ["milk", "eggs"]),
    ("en", "we've already bought the bread", DONE, ["bread"]),
    ("en", "cross off the eggs", DONE, ["eggs"]),
    ("en", "check off milk and bread", DONE, ["milk", "bread"]),
    ("en", "mark the milk as bought", DONE, ["milk"]),
    ("en", "tick milk off the list", DONE, ["milk"]),
    ("en", "what's on the shopping list", GET, []),
    ("en", "what do we have on the list", GET, []),
    ("en", "read me my shopping list", GET, []),
    ("en", "what do I need to buy", GET, []),
    ("en", "is milk on the list", GET, ["milk"]),
    ("es", "apunta leche, huevos y pan en la lista", ADD, ["leche", "huevos", "pan"]),
    ("es", "agrega pan a la lista del súper", ADD, ["pan"]),
    ("es", "quita la leche de la lista", OFF, ["leche"]),
    ("es", "ya he comprado la leche y el pan", DONE, ["leche", "pan"]),
    ("es", "ya compré las tortillas", DONE, ["tortillas"]),
    ("es", "tacha los huevos", DONE, ["huevos"]),
    ("es", "marca la leche como comprada", DONE, ["leche"]),
    ("es", "qué hay en la lista de la compra", GET, []),
    ("es", "léeme la lista", GET, []),
    ("es", "qué falta por comprar", GET, []),
    ("es", "qué tengo en la lista del súper", GET, []),
    ("es", "está la leche en la lista", GET, ["leche"]),
    ("fr", "ajoute du lait, des œufs et du pain à la liste", ADD, ["lait", "œufs", "pain"]),
    ("fr", "ajoute du lait à ma liste de courses", ADD, ["lait"]),
    ("fr", "enlève le lait de la liste", OFF, ["lait"]),
    ("fr", "j'ai acheté le lait et les œufs", DONE, ["lait", "œufs"]),
    ("fr", "coche le pain", DONE, ["pain"]),
    ("fr", "marque le lait comme acheté", DONE, ["lait"]),
    ("fr", "qu'est-ce qu'il y a sur la liste", GET, []),
    ("fr", "lis-moi la liste de courses", GET, []),
    ("fr", "qu'est-ce qu'il faut acheter", GET, []),
    ("fr", "est-ce que le lait est sur la liste", GET, ["lait"]),
]


@pytest.fixture(scope="module")
def known():
    return understanding_of(load_home(HOUSE))


@pytest.mark.parametrize(("language", "text", "intent", "items"), SAID)
def test_items_are_added_read_ticked_off_and_removed(known, language, text, intent, items):
    found = known.read(text, language)
    assert isinstance(found, tuple), found
    assert {command.name for command in found} == {intent}
    assert [command.slots["item"] for command in found if "item" in command.slots] == items
    assert {command.targets for command in found} == {("todo.shopping",)}, "the list is the only list"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I bought a car"),
        ("en", "I haven't bought the milk"),
        ("en", "have you bought the milk"),
        ("en", "if I bought the milk I would tell you"),
        ("en", "my brother said I've bought the milk"),
        ("en", "I've bought the house that my parents always wanted"),
        ("en", "don't cross off the eggs"),
        ("es", "compré un coche"),
        ("es", "no he comprado la leche"),
        ("es", "¿he comprado la leche?"),
        ("es", "no taches los huevos"),
        ("fr", "j'ai acheté une voiture"),
        ("fr", "je n'ai pas acheté le lait"),
        ("fr", "ne coche pas le pain"),
    ],
)
def test_talk_about_shopping_changes_no_list(known, language, text):
    found = known.read(text, language)
    assert not isinstance(found, tuple), found


def test_a_list_and_another_order_in_one_breath(known):
    found = known.read("add milk and bread to the list and turn off the kitchen light", "en")
    said = [(i.name, i.slots.get("item", i.targets[0])) for i in found]
    assert said == [(ADD, "milk"), (ADD, "bread"), ("HassTurnOff", "light.kitchen")]


def test_which_of_two_lists_has_to_be_said():
    lists = {
        "todo.a": Entity("todo.a", {"en": ("Shopping list",)}),
        "todo.b": Entity("todo.b", {"en": ("Chores",)}),
    }
    known = understanding_of(Home({}, lists), ["en"])
    assert isinstance(known.read("cross off the eggs", "en"), LeftOver)
    assert isinstance(known.read("I've bought the milk", "en"), LeftOver)
    (found,) = known.read("put milk on the groceries list", "en") or (None,)
    assert found is None or found.targets in ((), ("todo.a",))
    (found,) = known.read("what's on the chores list", "en")
    assert found.targets == ("todo.b",)
