"""What is said about lists, in the words of Spain, Latin America, Britain, America, France and Québec."""

from pathlib import Path

import pytest

from sarai_mqtt.core.home import Entity, Home
from sarai_mqtt.core.recognition import Choice, LeftOver
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
    ("fr", "raye le pain", DONE, ["pain"]),
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
    assert isinstance(known.read("add eggs to the list of the wedding", "en"), LeftOver | None)
    (found,) = known.read("I've bought the milk", "en")
    assert found.targets == ("todo.a",), "what is bought was on the list for shopping"
    (found,) = known.read("cross off the eggs", "en")
    assert found.targets == ("todo.a", "todo.b"), "the list that has them is known when they are ticked off"
    (found,) = known.read("put milk on the groceries list", "en") or (None,)
    assert found is None or found.targets in ((), ("todo.a",))
    (found,) = known.read("what's on the chores list", "en")
    assert found.targets == ("todo.b",)


TWO_LISTS = Home(
    {},
    {
        "todo.shopping": Entity(
            "todo.shopping",
            {"es": ("Lista de la compra",), "en": ("Shopping list",), "fr": ("Liste de courses",)},
        ),
        "todo.chores": Entity(
            "todo.chores",
            {"es": ("Tareas", "Lista de tareas"), "en": ("Chores", "To-do list"), "fr": ("Tâches",)},
        ),
        "light.kitchen": Entity(
            "light.kitchen", {"es": ("Luz",), "en": ("Kitchen light",), "fr": ("Lumière",)}
        ),
    },
)


@pytest.fixture(scope="module")
def of_two_lists():
    return understanding_of(TWO_LISTS)


@pytest.mark.parametrize(
    ("language", "text", "targets", "items"),
    [
        ("es", "añade huevos, pan y tomates a la compra", "todo.shopping", ["huevos", "pan", "tomates"]),
        ("es", "tenemos que comprar aceite de oliva y sal", "todo.shopping", ["aceite de oliva", "sal"]),
        ("es", "apunta que hay que comprar yogures", "todo.shopping", ["yogures"]),
        ("es", "necesitamos detergente, apúntalo", "todo.shopping", ["detergente"]),
        ("es", "ponga en tareas pendientes renovar el seguro", "todo.chores", ["renovar el seguro"]),
        ("es", "apunta lavar el coche en la lista de tareas pendientes", "todo.chores", ["lavar el coche"]),
        ("es", "apunta que no queda aceite", "todo.shopping", ["aceite"]),
        ("en", "note that we're out of milk", "todo.shopping", ["milk"]),
        ("en", "add eggs and bread to the shopping", "todo.shopping", ["eggs", "bread"]),
        ("en", "add mop the floor to the to-do", "todo.chores", ["mop the floor"]),
        ("en", "add bread to the list of chores", "todo.chores", ["bread"]),
        ("en", "I need to buy toilet paper and soap", "todo.shopping", ["toilet paper", "soap"]),
        ("en", "we need eggs, add them to the shopping list", "todo.shopping", ["eggs"]),
        ("en", "we're out of milk, add it to the list", "todo.shopping", ["milk"]),
        ("fr", "il faut acheter du lait et des œufs", "todo.shopping", ["lait", "œufs"]),
    ],
)
def test_what_has_to_be_bought_is_added_to_the_list_for_it(of_two_lists, language, text, targets, items):
    found = of_two_lists.read(text, language)
    assert [(i.name, i.targets, i.slots["item"], i.confirm) for i in found] == [
        (ADD, (targets,), item, False) for item in items
    ]


@pytest.mark.parametrize(
    ("language", "text", "item"),
    [
        ("es", "tenemos que comprar un coche nuevo", "un coche nuevo"),
        ("en", "we need to buy a new car", "new car"),
    ],
)
def test_what_may_be_a_remark_is_asked_about_before_it_is_added(of_two_lists, language, text, item):
    (found,) = of_two_lists.read(text, language)
    assert (found.name, found.targets, found.slots["item"]) == (ADD, ("todo.shopping",), item)
    assert found.confirm


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "nos hemos quedado sin leche"),
        ("es", "nos hemos quedado sin luz"),
        ("es", "se acabó la fiesta"),
        ("es", "no queda nadie en casa"),
        ("es", "necesitamos que vengas"),
        ("es", "¿hay que comprar pan?"),
        ("es", "hay que comprar pan"),
        ("es", "apunta flores en la lista de la boda"),
        ("en", "we're out of milk"),
        ("en", "we need dog food"),
        ("en", "we're out of time"),
        ("en", "we need you"),
        ("en", "we need to talk"),
        ("en", "we need to buy it"),
        ("en", "if we're out of milk tell me"),
        ("en", "do we need to buy milk"),
        ("en", "add milk to the wish list"),
        ("fr", "on n'a plus de temps"),
        ("fr", "on n'a plus d'eau"),
    ],
)
def test_remarks_that_are_of_no_shopping_change_no_list(of_two_lists, language, text):
    found = of_two_lists.read(text, language)
    assert not isinstance(found, tuple) or found[0].name == GET, found


@pytest.mark.parametrize(
    ("language", "text", "targets"),
    [
        ("es", "¿qué queda por comprar?", ("todo.shopping",)),
        ("es", "¿qué tareas me quedan por hacer?", ("todo.chores",)),
        ("en", "what's left to buy?", ("todo.shopping",)),
        ("en", "which chores are left?", ("todo.chores",)),
        ("en", "do we have milk on the shopping list?", ("todo.shopping",)),
    ],
)
def test_what_is_left_on_a_list_is_asked(of_two_lists, language, text, targets):
    (found,) = of_two_lists.read(text, language)
    assert found.name == GET
    assert set(targets) <= set(found.targets), "all lists are told where none is named"


@pytest.mark.parametrize(
    ("language", "text", "items"),
    [
        (
            "es",
            "ponga en tareas pendientes renovar el seguro del coche, por favor",
            ["renovar el seguro del coche"],
        ),
        ("es", "pon en la lista de la compra leche, pan y, por favor, huevos", ["leche", "pan", "huevos"]),
        ("es", "ya compré el café, márcalo", ["café"]),
        ("en", "add to the shopping list milk and eggs, please", ["milk", "eggs"]),
        ("en", "I've bought the milk, cross it off", ["milk"]),
    ],
)
def test_politeness_and_what_is_to_be_done_with_an_item_are_none(language, text, items):
    names = {"todo.shopping_list": {"es": ("Lista de la compra",), "en": ("Shopping list",)}}
    names["todo.chores"] = {"es": ("Tareas de casa", "Tareas"), "en": ("Chores",)}
    home = Home({}, {thing: Entity(thing, said) for thing, said in names.items()})
    found = understanding_of(home).read(text, language, None)
    assert [intent.slots["item"] for intent in found] == items


OF_BOTH = ("todo.shopping", "todo.chores")
CLEAR = "HassListClear"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "put salt and vinegar crisps on the shopping list", [(ADD, "salt and vinegar crisps", "todo.shopping")]),
        ("en", "add fish and chips and peas to the list", [(ADD, "fish and chips", "todo.shopping"), (ADD, "peas", "todo.shopping")]),
        ("en", "add milk to the shopping list and ring the vet to the chores list", [(ADD, "milk", "todo.shopping"), (ADD, "ring the vet", "todo.chores")]),
        ("en", "add rope to the shopping list, and put wash the car on the chores list", [(ADD, "rope", "todo.shopping"), (ADD, "wash the car", "todo.chores")]),
        ("en", "put flour on the shopping list, oh, and sugar as well", [(ADD, "flour", "todo.shopping"), (ADD, "sugar", "todo.shopping")]),
        ("en", "I need a dozen eggs on the grocery list", [(ADD, "dozen eggs", "todo.shopping")]),
        ("en", "pop a melon on the list", [(ADD, "melon", "todo.shopping")]),
        ("en", "take the milk off the shopping list, I found some in the cupboard", [(OFF, "milk", "todo.shopping")]),
        ("en", "swap butter for margarine on the shopping list", [(OFF, "butter", "todo.shopping"), (ADD, "margarine", "todo.shopping")]),
        ("en", "I've called the bank, so tick that off the chores list", [(DONE, "called the bank", "todo.chores")]),
        ("en", "I bought the ham, take it off the shopping list", [(OFF, "ham", "todo.shopping")]),
        ("en", "cross ham off", [(DONE, "ham", OF_BOTH)]),
        ("en", "remove ham from the list", [(OFF, "ham", OF_BOTH)]),
        ("es", "agregá yerba y azúcar a la lista del súper", [(ADD, "yerba", "todo.shopping"), (ADD, "azúcar", "todo.shopping")]),
        ("es", "pon en la lista de la compra: arroz y lentejas", [(ADD, "arroz", "todo.shopping"), (ADD, "lentejas", "todo.shopping")]),
        ("es", "agrega a la lista de compras jabón y también champú", [(ADD, "jabón", "todo.shopping"), (ADD, "champú", "todo.shopping")]),
        ("es", "apunta sal en la lista de la compra y llamar a Ana en la de tareas", [(ADD, "sal", "todo.shopping"), (ADD, "llamar a Ana", "todo.chores")]),
        ("es", "fijate que nos quedamos sin jabón y pan, así que anotalos en la lista de la compra", [(ADD, "jabón", "todo.shopping"), (ADD, "pan", "todo.shopping")]),
        ("es", "cambia el café por té en la lista de la compra", [(OFF, "café", "todo.shopping"), (ADD, "té", "todo.shopping")]),
        ("es", "ya llamé al banco, táchalo", [(DONE, "llamé al banco", OF_BOTH)]),
        ("es", "ya he lavado el coche, márcalo como hecho", [(DONE, "lavado el coche", OF_BOTH)]),
        ("es", "ya compramos el jamón, táchalo de la lista", [(DONE, "jamón", "todo.shopping")]),
        ("es", "quita lo del jamón de la lista de la compra", [(OFF, "jamón", "todo.shopping")]),
        ("es", "añade a mis pendientes pagar la luz", [(ADD, "pagar la luz", "todo.chores")]),
        ("en", "I need you to add cheese to the shopping list", [(ADD, "cheese", "todo.shopping")]),
        ("en", "we don't need flour after all, take it off the shopping list", [(OFF, "flour", "todo.shopping")]),
        ("en", "there's enough jam, remove it from the shopping list", [(OFF, "jam", "todo.shopping")]),
        ("es", "al final no hace falta harina, quítala de la lista de la compra", [(OFF, "harina", "todo.shopping")]),
        ("es", "hay mermelada de sobra, quítala de la lista de la compra", [(OFF, "mermelada", "todo.shopping")]),
        ("en", "add ring the vet to the chores list, it opens at eight", [(ADD, "ring the vet", "todo.chores")]),
        ("en", "put buy stamps on the chores list, the post office shuts at five", [(ADD, "buy stamps", "todo.chores")]),
        ("en", "new task: water the fern", [(ADD, "water the fern", "todo.chores")]),
        ("en", "create a task to clean the oven", [(ADD, "clean the oven", "todo.chores")]),
        ("es", "tarea nueva, barrer la terraza", [(ADD, "barrer la terraza", "todo.chores")]),
        ("es", "apunta una tarea: limpiar el horno", [(ADD, "limpiar el horno", "todo.chores")]),
        ("es", "¿me puedes añadir jabón a la lista?", [(ADD, "jabón", "todo.shopping")]),
        ("es", "ponme cerveza en la lista", [(ADD, "cerveza", "todo.shopping")]),
    ],
)  # fmt: skip
def test_lists_in_the_words_of_a_kitchen(of_two_lists, language, text, expected):
    found = of_two_lists.read(text, language)
    assert isinstance(found, tuple), found
    said = [(i.name, i.slots["item"], i.targets if len(i.targets) > 1 else i.targets[0]) for i in found]
    assert said == expected


@pytest.mark.parametrize(
    ("language", "text", "target"),
    [
        ("en", "clear the shopping list", "todo.shopping"),
        ("en", "take everything off the chores list", "todo.chores"),
        ("en", "empty the shopping list please", "todo.shopping"),
        ("en", "empty the shopping list, I've just come back from the shops", "todo.shopping"),
        ("es", "vacía la lista de la compra, acabo de volver del mercado", "todo.shopping"),
        ("es", "vacía la lista de la compra", "todo.shopping"),
        ("es", "borra toda la lista de tareas", "todo.chores"),
        ("es", "quita todo de la lista de la compra", "todo.shopping"),
        ("es", "elimina todos los productos de la lista de la compra", "todo.shopping"),
        ("es", "borra todas las tareas de la lista de tareas", "todo.chores"),
    ],
)
def test_a_list_is_cleared_after_a_yes(of_two_lists, language, text, target):
    (found,) = of_two_lists.read(text, language)
    assert (found.name, found.targets, found.confirm) == (CLEAR, (target,), True)


@pytest.mark.parametrize(
    ("language", "text", "targets", "item", "asks"),
    [
        ("en", "what did we need to buy?", "todo.shopping", None, ""),
        ("en", "I'm at the till, what do I need to pick up from the shop?", "todo.shopping", None, ""),
        ("en", "how many things are on the chores list?", "todo.chores", None, "how_many"),
        ("en", "how long is the shopping list?", "todo.shopping", None, "how_many"),
        ("en", "is there any milk on the shopping list?", "todo.shopping", "milk", ""),
        ("en", "did I put eggs on the shopping list?", "todo.shopping", "eggs", ""),
        ("en", "do we need to buy any ham?", "todo.shopping", "ham", ""),
        ("en", "what have I got to do today?", "todo.chores", None, ""),
        ("es", "¿qué falta comprar?", "todo.shopping", None, ""),
        ("es", "¿qué nos falta del súper?", "todo.shopping", None, ""),
        ("es", "¿cuántas cosas hay en la lista de la compra?", "todo.shopping", None, "how_many"),
        ("es", "¿cuántas tareas tengo pendientes?", "todo.chores", None, "how_many"),
        ("es", "¿apunté la leche en la lista de la compra?", "todo.shopping", "leche", ""),
        ("es", "¿tenemos arroz en la lista de la compra?", "todo.shopping", "arroz", ""),
        ("es", "¿está apuntado el pan?", "todo.shopping", "pan", ""),
        ("es", "¿cuáles son mis tareas?", "todo.chores", None, ""),
    ],
)
def test_what_is_asked_of_lists(of_two_lists, language, text, targets, item, asks):
    (found,) = of_two_lists.read(text, language)
    assert (found.name, found.targets, found.slots.get("item"), found.asks) == (GET, (targets,), item, asks)


@pytest.mark.parametrize(
    ("language", "first", "text", "items"),
    [
        ("en", "add pears to the shopping list", "and butter too", ["butter"]),
        ("en", "add pears to the shopping list", "oh, and some oat milk as well", ["oat milk"]),
        ("en", "add pears to the shopping list", "and eggs and bacon, please", ["eggs", "bacon"]),
        ("en", "add pears to the shopping list", "and turn on the kitchen light", None),
        ("en", "add pears to the shopping list", "and the kitchen light", None),
        ("en", "add pears to the shopping list", "and tomorrow as well", None),
        ("en", "add pears to the shopping list", "butter", None),
        ("en", "take pears off the shopping list", "and butter too", None),
        ("es", "pon peras en la lista de la compra", "y también aceite de oliva", ["aceite de oliva"]),
        ("es", "pon peras en la lista de la compra", "y gracias", None),
        ("es", "pon peras en la lista de la compra", "y apaga la luz", None),
    ],
)
def test_more_goes_on_the_list_of_the_order_before(of_two_lists, language, first, text, items):
    (before,) = of_two_lists.read(first, language)
    found = of_two_lists.follow_up(text, language, before)
    added = [i.slots["item"] for i in found if i.name == ADD] if isinstance(found, tuple) else None
    assert added == items
    assert items is None or {i.targets for i in found} == {before.targets}


def test_the_list_is_not_taken_for_what_is_ready():
    ready = Entity("binary_sensor.washer", {"es": ("Lavadora",)}, device_class="running")
    known = understanding_of(Home({}, {**TWO_LISTS.entities, ready.id: ready}), ["es"])
    (found,) = known.read("¿qué hay en la lista?", "es")
    assert found.name == GET
    (found,) = known.read("¿está lista la lavadora?", "es")
    assert found.targets == (ready.id,)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "add nappies to the baby list"),
        ("en", "what's on the wedding list?"),
        ("es", "pon tornillos en la lista de la ferretería"),
        ("es", "¿qué hay en la lista de la boda?"),
    ],
)
def test_a_list_that_the_home_lacks_is_named(of_two_lists, language, text):
    found = of_two_lists.read(text, language)
    assert isinstance(found, LeftOver), found
    assert (found.reason, len(found.words)) == ("no_such_thing", 1)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "jot down eggs and butter"),
        ("en", "please add bananas"),
        ("es", "apunta mantequilla"),
        ("es", "añade plátanos y kiwis"),
        ("es", "elimina todos los productos de la lista"),
    ],
)
def test_which_list_something_is_written_on_is_asked(of_two_lists, language, text):
    found = of_two_lists.read(text, language)
    assert isinstance(found, Choice), found
    assert found.things == OF_BOTH


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I turned off the lamp, take it away"),
        ("en", "clear the table"),
        ("en", "empty the dishwasher"),
        ("en", "write down my name"),
        ("en", "why is there milk on the shopping list?"),
        ("en", "how many items are in a dozen?"),
        ("en", "do we need to leave?"),
        ("en", "what is there to do in London?"),
        ("en", "don't clear the shopping list"),
        ("en", "we don't need flour, don't take it off the shopping list"),
        ("en", "we don't need flour"),
        ("en", "clear the shopping list, all but the milk"),
        ("es", "no necesitamos harina"),
        ("en", "add some light"),
        ("en", "add five minutes"),
        ("en", "add up the bills"),
        ("en", "add salt to the soup"),
        ("en", "take it off the shopping list"),
        ("es", "añade más luz"),
        ("es", "añade sal a la sopa"),
        ("es", "nueva tarea"),
        ("en", "I cleared the shopping list"),
        ("es", "ya apagué la luz, quítala"),
        ("es", "limpia la cocina"),
        ("es", "apunta que mañana hay fiesta"),
        ("es", "¿falta mucho?"),
        ("es", "¿qué hay que hacer para ser feliz?"),
        ("es", "no vacíes la lista de la compra"),
        ("es", "ya compré un coche"),
        ("es", "¿por qué hay pan en la lista de la compra?"),
    ],
)
def test_their_neighbours_touch_no_list(of_two_lists, language, text):
    found = of_two_lists.read(text, language)
    of_lists = [i.name for i in found if i.name.startswith("HassList")] if isinstance(found, tuple) else []
    assert not of_lists
    assert not isinstance(found, Choice)
