"""Orders to announce something, in a home of two storeys: what is announced, and where."""

import pytest

from sarai_mqtt.core.home import Area, Floor, Home
from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.languages.packs import available, pack
from sarai_mqtt.understanding.announcements import announcements_in


def area(id_, en, es, fr, floor=None):
    return Area(id_, {"en": (en,), "es": (es,), "fr": (fr,)}, floor)


def floor(id_, en, es, fr):
    return Floor(id_, {"en": (en,), "es": (es,), "fr": (fr,)})


AREAS = [
    area("kitchen", "Kitchen", "Cocina", "Cuisine", "ground"),
    area("living", "Living room", "Salón", "Salon", "ground"),
    area("bedroom", "Bedroom", "Dormitorio", "Chambre", "first"),
    area("kids", "Kids' room", "Cuarto de los niños", "Chambre des enfants", "first"),
    area("garden", "Garden", "Jardín", "Jardin"),
]
GROUND = floor("ground", "Ground floor", "Planta baja", "Rez-de-chaussée")
FIRST = floor("first", "First floor", "Primera planta", "Premier étage")
CELLAR = floor("cellar", "Basement", "Sótano", "Sous-sol")
HOME = Home({a.id: a for a in AREAS}, floors={f.id: f for f in (GROUND, FIRST)})


def read(text, language, home=HOME):
    """Return what is announced and where, else why not."""
    found = announcements_in(text, language, home)
    if not isinstance(found, tuple):
        return (found.reason, *found.words) if isinstance(found, LeftOver) else found
    assert all(intent.name == "HassBroadcast" and intent.text == text for intent in found)
    where = [intent.slots.get("area") or intent.slots.get("floor") or "all" for intent in found]
    (message,) = {intent.slots["message"] for intent in found}
    return (message, *where)


ANNOUNCED = [
    ("en", "announce that dinner is ready everywhere", "Dinner is ready", "all"),
    ("en", "announce that dinner is ready upstairs", "Dinner is ready", "first"),
    ("en", "announce that dinner is ready in the kitchen", "Dinner is ready", "kitchen"),
    ("en", "Announce that dinner is ready.", "Dinner is ready.", "all"),
    ("en", "announce upstairs that dinner is ready", "Dinner is ready", "first"),
    ("en", "announce downstairs dinner is ready", "Dinner is ready", "ground"),
    ("en", "announce on the first floor that it's late", "It's late", "first"),
    (
        "en",
        "can you announce in the kitchen and the bedroom that we're off please",
        "We're off",
        "kitchen",
        "bedroom",
    ),
    ("en", "tell everyone dinner is ready", "Dinner is ready", "all"),
    ("en", "let everyone know the taxi's here", "The taxi's here", "all"),
    ("en", "ask everyone to come to the table", "Come to the table", "all"),
    ("en", "tell them in the kitchen the kettle's boiling", "The kettle's boiling", "kitchen"),
    ("es", "que todos sepan que ha llegado el taxi", "Ha llegado el taxi", "all"),
    ("es", "pide a todos que vengan a la mesa", "Vengan a la mesa", "all"),
    ("en", "tell the kitchen and the bedroom that we're off", "We're off", "kitchen", "bedroom"),
    ("en", "let them know upstairs that the film is starting", "The film is starting", "first"),
    ("en", "say in the kitchen that I'm coming", "I'm coming", "kitchen"),
    ("en", "please tell them in the living room to stop shouting", "Stop shouting", "living"),
    ("en", "message for the kitchen: bring milk", "Bring milk", "kitchen"),
    ("en", "ask in the living room who wants tea", "A question: who wants tea", "living"),
    ("en", "ask the bedroom whether anyone has my keys", "A question: whether anyone has my keys", "bedroom"),
    ("es", "di en la cocina y en el salón que empieza el partido", "Empieza el partido", "kitchen", "living"),
    ("es", "mensaje para la cocina: traed leche", "Traed leche", "kitchen"),
    ("es", "dígales a los del salón que dejen de gritar", "Dejen de gritar", "living"),
    (
        "es",
        "pregunta en el dormitorio si alguien tiene mis llaves",
        "Pregunta: si alguien tiene mis llaves",
        "bedroom",
    ),
    ("es", "manda un aviso a toda la casa: en cinco minutos salimos", "En cinco minutos salimos", "all"),
    ("fr", "message pour la cuisine : il est midi", "Il est midi", "kitchen"),
    ("en", "tell everybody that dinner's ready!", "Dinner's ready!", "all"),
    ("en", "tell everyone to come to the table", "Come to the table", "all"),
    ("en", "let the whole family know that the taxi is here", "The taxi is here", "all"),
    ("en", "tell the kitchen that I'm coming", "I'm coming", "kitchen"),
    ("en", "Hey Sarai, broadcast: the pizza has arrived", "The pizza has arrived", "all"),
    ("en", "make an announcement that it's bedtime", "It's bedtime", "all"),
    ("en", 'announce "dinner\'s ready" upstairs', "Dinner's ready", "first"),
    ("en", "announce dinner time in every room", "Dinner time", "all"),
    ("en", "announce that dinner is ready in ten minutes", "Dinner is ready in ten minutes", "all"),
    ("es", "anuncia que la cena está lista en toda la casa", "La cena está lista", "all"),
    ("es", "Anuncia en la cocina que la cena está lista.", "La cena está lista.", "kitchen"),
    ("es", "anuncia que la cena está lista en la planta de arriba", "La cena está lista", "first"),
    ("es", "anuncia arriba que nos vamos", "Nos vamos", "first"),
    ("es", "avisa abajo que ya voy", "Ya voy", "ground"),
    ("es", "anunciá en todos lados que la comida está servida", "La comida está servida", "all"),
    ("es", "avisa a todos de que nos vamos", "Nos vamos", "all"),
    ("es", "diles a todos que bajen a cenar", "Bajen a cenar", "all"),
    ("es", "dile al salón que la película empieza ya", "La película empieza ya", "living"),
    (
        "es",
        "¿puedes anunciar en el dormitorio y en el salón que es hora de cenar, por favor?",
        "Es hora de cenar",
        "bedroom",
        "living",
    ),
    ("es", "haz un anuncio: ¡a cenar todos!", "A cenar todos!", "all"),
    ("es", "avisá que llegó la pizza", "Llegó la pizza", "all"),
    ("es", "anuncia en el cuarto de los niños que es hora de dormir", "Es hora de dormir", "kids"),
    ("es", "difunde este mensaje: reunión en cinco minutos", "Reunión en cinco minutos", "all"),
    ("fr", "annonce que le dîner est prêt à l'étage", "Le dîner est prêt", "first"),
    ("fr", "annonce partout que le dîner est prêt", "Le dîner est prêt", "all"),
    ("fr", "annonce que le dîner est prêt dans la cuisine", "Le dîner est prêt", "kitchen"),
    ("fr", "annonce à l'étage qu'on part dans dix minutes", "On part dans dix minutes", "first"),
    ("fr", "annonce au rez-de-chaussée que le taxi est là", "Le taxi est là", "ground"),
    (
        "fr",
        "peux-tu annoncer dans toute la maison que le souper est servi s'il te plaît",
        "Le souper est servi",
        "all",
    ),
    ("fr", "dis à tout le monde que le repas est prêt", "Le repas est prêt", "all"),
    ("fr", "préviens tout le monde qu'on mange", "On mange", "all"),
    ("fr", "dis au salon que le film commence", "Le film commence", "living"),
    ("fr", "fais une annonce : à table !", "À table!", "all"),
    (
        "fr",
        "annonce dans la cuisine et le salon que c'est l'heure de partir",
        "C'est l'heure de partir",
        "kitchen",
        "living",
    ),
    ("fr", "dis à tout le monde bonne nuit", "Bonne nuit", "all"),
]


@pytest.mark.parametrize(
    ("language", "text", "message", "where"), [(a, b, c, d) for a, b, c, *d in ANNOUNCED]
)
def test_what_is_announced_and_where(language, text, message, where):
    assert read(text, language) == (message, *where)


@pytest.mark.parametrize(
    ("language", "text", "message"),
    [
        ("en", "announce that the cat is in the kitchen", "The cat is in the kitchen"),
        ("en", "announce that there's smoke in the kitchen", "There's smoke in the kitchen"),
        ("en", "announce that the kids are playing in the garden", "The kids are playing in the garden"),
        ("en", "announce that everyone should come to the kitchen", "Everyone should come to the kitchen"),
        ("en", "announce that I left the keys in the kitchen", "I left the keys in the kitchen"),
        ("es", "avisa que el gato está en la cocina", "El gato está en la cocina"),
        ("es", "anuncia que hay fuego en la cocina", "Hay fuego en la cocina"),
        ("es", "anuncia que los niños juegan en el jardín", "Los niños juegan en el jardín"),
        ("es", "anuncia que estoy arriba", "Estoy arriba"),
        ("fr", "annonce que le chat est dans la cuisine", "Le chat est dans la cuisine"),
        ("fr", "annonce qu'il y a le feu dans la cuisine", "Il y a le feu dans la cuisine"),
        ("fr", "annonce que les enfants jouent dans le jardin", "Les enfants jouent dans le jardin"),
        ("fr", "annonce que je suis en haut", "Je suis en haut"),
    ],
)
def test_a_place_that_the_words_need_is_theirs(language, text, message):
    assert read(text, language) == (message, "all")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "announce that grandma called in the kitchen"),
        ("es", "anuncia que la abuela llamó en la cocina"),
        ("fr", "annonce que mamie a appelé dans la cuisine"),
    ],
)
def test_where_it_cannot_be_told_whose_the_place_is_the_person_says_it_again(language, text):
    assert read(text, language) == "place_first"


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "announce in the attic that dinner is ready", "attic"),
        ("en", "announce that dinner is ready in the attic", "attic"),
        ("es", "anuncia en el desván que la cena está lista", "desván"),
        ("es", "anuncia que la cena está lista en el desván", "desván"),
        ("fr", "annonce dans le grenier que le dîner est prêt", "grenier"),
        ("fr", "annonce que le dîner est prêt dans le grenier", "grenier"),
    ],
)
def test_a_room_that_the_home_lacks_is_named_and_nothing_announced(language, text, name):
    assert read(text, language) == ("no_such_place", name)


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "announce to my wife that dinner is ready", "wife"),
        ("es", "avisa a los niños que la cena está lista", "niños"),
        ("fr", "annonce aux enfants que le repas est prêt", "enfants"),
    ],
)
def test_to_somebody_who_is_no_place_nothing_is_announced(language, text, words):
    assert read(text, language) == ("unaccounted", words)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "announce in ten minutes that dinner is ready"),
        ("en", "in ten minutes announce that dinner is ready"),
        ("en", "announce when the washing machine is done"),
        ("en", "when I get home tell everyone that I'm here"),
        ("es", "anuncia dentro de diez minutos que la cena está lista"),
        ("es", "dentro de diez minutos anuncia que la cena está lista"),
        ("es", "avisa cuando termine la lavadora"),
        ("fr", "annonce dans dix minutes que le dîner est prêt"),
        ("fr", "dans dix minutes annonce que le dîner est prêt"),
        ("fr", "annonce quand la machine à laver a fini"),
    ],
)
def test_what_is_for_another_time_is_not_announced_now(language, text):
    assert read(text, language) == "later"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "don't announce that dinner is ready"),
        ("en", "she announced that dinner is ready"),
        ("en", "did you announce that dinner is ready?"),
        ("en", "I think you should announce that dinner is ready"),
        ("en", "tell me a joke"),
        ("en", "tell everyone a joke"),
        ("en", "tell everyone what the weather is"),
        ("en", "tell everyone not to use the shower"),
        ("en", "tell my wife that dinner is ready"),
        ("en", "announce the winner"),
        ("en", "announce the temperature in the kitchen"),
        ("en", "announce in the kitchen"),
        ("en", "let everyone know"),
        ("en", "announce"),
        ("es", "no anuncies que la cena está lista"),
        ("es", "anunció que la cena está lista"),
        ("es", "¿has anunciado que la cena está lista?"),
        ("es", "el gobierno anuncia que sube el pan"),
        ("es", "avísame cuando termine la lavadora"),
        ("es", "dile a mi madre que la quiero"),
        ("es", "dime un chiste"),
        ("es", "anuncia el ganador"),
        ("fr", "n'annonce pas que le dîner est prêt"),
        ("fr", "il annonce que le dîner est prêt"),
        ("fr", "est-ce que tu as annoncé que le dîner est prêt ?"),
        ("fr", "dis à maman que je l'aime"),
        ("fr", "dis-moi une blague"),
        ("fr", "annonce la météo"),
        ("en", ""),
        ("en", "?!"),
    ],
)
def test_anything_else_is_no_order_to_announce(language, text):
    assert read(text, language) is None


@pytest.mark.parametrize("language", available())
def test_the_samples_of_a_language_are_no_announcements(language):
    sentences = pack(language).samples
    assert read(sentences.test, language) is None


@pytest.mark.parametrize(
    ("floors", "upstairs", "downstairs"),
    [
        ([GROUND, FIRST], "first", "ground"),
        (
            [floor("a", "Upstairs", "Arriba", "En haut"), floor("b", "Level 0", "Nivel 0", "Niveau 0")],
            "a",
            "b",
        ),
        ([GROUND, CELLAR, FIRST], "first", "ground"),
        # nobody knows which of them is above
        ([floor("a", "Floor one", "Uno", "Un"), floor("b", "Floor two", "Dos", "Deux")], None, None),
        (
            [GROUND, floor("a", "Floor one", "Uno", "Un"), floor("b", "Floor two", "Dos", "Deux")],
            None,
            "ground",
        ),
        # a cellar is not upstairs
        ([GROUND, CELLAR], None, "ground"),
        ([], None, None),
    ],
)
def test_upstairs_is_a_floor_only_where_that_is_certain(floors, upstairs, downstairs):
    home = Home({a.id: a for a in AREAS}, floors={f.id: f for f in floors})
    for language, up, down in (
        ("en", "announce that dinner is ready upstairs", "announce downstairs that dinner is ready"),
        ("es", "anuncia que la cena está lista arriba", "anuncia abajo que la cena está lista"),
        ("fr", "annonce que le dîner est prêt en haut", "annonce en bas que le dîner est prêt"),
    ):
        for text, wanted in ((up, upstairs), (down, downstairs)):
            found = read(text, language, home)
            assert found[1 if wanted else 0] == (wanted or "no_such_place"), text


def test_a_language_without_the_words_has_no_announcements_by_voice(monkeypatch):
    from dataclasses import replace

    from sarai_mqtt.understanding import announcements

    monkeypatch.setattr(announcements, "pack", lambda code: replace(pack(code), announcing=None))
    assert read("announce that dinner is ready", "en") is None
