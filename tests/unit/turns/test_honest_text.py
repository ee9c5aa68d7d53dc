"""What a Thinker writes is said without claims, stage directions, repeats and other languages, however it is cut."""

import random
from pathlib import Path

import pytest

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.home.yaml_file import load_home
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.turns.responses.clean_reply import clean_reply
from sarai_mqtt.turns.responses.honest_text import BREATH, HonestText
from tests.harness.engines import FakeThinker
from tests.harness.service import TextHarness

HOME = load_home(Path(__file__).parents[3] / "config" / "home.yaml")

CLAIMS = {
    "en": """
        I've turned on the kitchen light.
        I have set a timer for ten minutes.
        Okay, turning off the lights now.
        Sure! I'll turn on the lamp for you.
        I will remind you at nine.
        The kitchen light is on.
        The front door is locked.
        Your reminder has been set for nine.
        Done!
        I can turn on the lights if you want.
        I'm adding milk to your list.
        The lights have been turned off.
        It's 21 degrees in the living room.
        I just locked the door.
        According to the sensor, it is warm.
        The pool is at 28 degrees.
        I'd be happy to open the blinds.
        I turned the heating up to 22 degrees.
        I'll let you know when it is done.
        I'll wake you at seven.
        I've sent a message to your wife.
        I called an ambulance.
        I'm currently monitoring the cameras.
        The living room light is currently off.
        Right now the front door is unlocked.
        It seems the kitchen window is open.
        I went ahead and closed the blinds.
        No problem, I've dimmed the lights to fifty percent.
        I'll add that to your list.
        I'll set an alarm.
        Your wife is at home.
        There are three lights on.
        Nobody is at home.
        I have just checked the cameras and all is fine.
        I will call the police.
        We turned off the oven.
    """,
    "es": """
        He encendido la luz de la cocina.
        Ya apagué la lámpara.
        Vale, enciendo la luz.
        Te recordaré llamar a tu madre.
        Te avisaré a las nueve.
        La luz de la cocina está encendida.
        La puerta está cerrada.
        El recordatorio ha sido puesto.
        Hecho.
        Puedo encender la luz si quieres.
        Voy a cerrar la puerta.
        Estoy encendiendo la calefacción.
        Encendí la luz.
        Claro, te la enciendo ahora mismo.
        Las luces se han apagado.
        Según el sensor, hace calor.
        Acabo de subir la persiana.
        He añadido leche a la lista.
        Te despertaré a las siete.
        Luces apagadas.
        He llamado a una ambulancia.
        He puesto una alarma.
        Actualmente la luz del salón está apagada.
        Ahora mismo la puerta está abierta.
        Parece que la ventana de la cocina está abierta.
        Sin problema, he bajado las luces.
        Lo añadiré a tu lista.
        Pondré una alarma.
        Tu mujer está en casa.
        Hay tres luces encendidas.
        No hay nadie en casa.
        He revisado las cámaras y todo está bien.
        Llamaré a la policía.
        Ya está la luz encendida.
    """,
    "fr": """
        J'ai allumé la lumière de la cuisine.
        Je vais éteindre la lampe.
        D'accord, j'allume la lumière.
        Je te rappellerai d'appeler ta mère.
        Je te préviendrai à neuf heures.
        La lumière de la cuisine est allumée.
        La porte est fermée.
        Votre rappel a été enregistré.
        C'est fait.
        Je peux allumer la lumière si vous voulez.
        Je viens de fermer la porte.
        Les lumières ont été éteintes.
        Selon le capteur, il fait chaud.
        J'ai mis une alarme.
        J'ai ajouté du lait à la liste.
        Je vous réveillerai à sept heures.
        Je ferme les volets.
        Il fait 21 degrés dans le salon.
        Je peux t'ouvrir la porte.
        J'ai appelé une ambulance.
        La lumière du salon est actuellement éteinte.
        En ce moment la porte est ouverte.
        Il semble que la fenêtre de la cuisine soit ouverte.
        Pas de problème, j'ai baissé les lumières.
        Je l'ajouterai à ta liste.
        Je mettrai une alarme.
        Ta femme est à la maison.
        Il y a trois lumières allumées.
        Il n'y a personne à la maison.
        J'ai vérifié les caméras et tout va bien.
        J'appellerai la police.
    """,
}

TALK = {
    "en": """
        Paris is the capital of France.
        I can help you with that.
        I think so.
        The light bulb was invented by Edison.
        I can't turn on the lights.
        Water boils at 100 degrees.
        I'd start with some pasta.
        The door to success is hard work.
        I am Sarai.
        I was created to help people.
        You can open a window to cool a room.
        I would say no.
        A lamp gives light.
        The film is set in Rome.
        She turned on the light and ran.
        It is 5 o'clock somewhere.
        I'm glad you asked.
        The moon is about 384,000 kilometres away.
        I'll tell you a joke.
        Why did the lamp go to school? To get brighter.
        The house of the president is white.
        I don't know that.
        Yes, cats sleep a lot.
        Opening a window lets in fresh air.
    """,
    "es": """
        París es la capital de Francia.
        Puedo ayudarte con eso.
        Creo que sí.
        La bombilla la inventó Edison.
        No puedo encender luces.
        El agua hierve a 100 grados.
        Puedo contarte un chiste.
        Soy Sarai.
        Puedes abrir una ventana para refrescar.
        Una lámpara da luz.
        La película está ambientada en Roma.
        Me alegro de que preguntes.
        La Luna está a 384.000 kilómetros.
        Te cuento un chiste.
        Yo diría que no.
        Los gatos duermen mucho.
        Voy a contarte una historia.
        Puedo poner un ejemplo.
        He leído que sí.
    """,
    "fr": """
        Paris est la capitale de la France.
        Je peux vous aider.
        Je pense que oui.
        L'ampoule a été inventée par Edison.
        Je ne peux pas allumer la lumière.
        L'eau bout à 100 degrés.
        Je vais te raconter une blague.
        Je suis Sarai.
        Vous pouvez ouvrir une fenêtre.
        Une lampe donne de la lumière.
        Le film se passe à Rome.
        La Lune est à 384 000 kilomètres.
        Les chats dorment beaucoup.
        Je dirais que non.
        J'ai une idée.
    """,
}


def lines(table):
    return [
        (code, line.strip()) for code, text in table.items() for line in text.splitlines() if line.strip()
    ]


def cleaned(pieces, language="en", asked="tell me something"):
    return " ".join(clean_reply(pieces, language, HOME, asked))


@pytest.mark.parametrize(("language", "claim"), lines(CLAIMS))
def test_a_claim_is_not_said(language, claim):
    assert cleaned([claim], language) == ""


@pytest.mark.parametrize(("language", "said"), lines(TALK))
def test_talk_is_said(language, said):
    assert cleaned([said], language) == said


WRITTEN = [
    ("Paris is a city. I've turned on the light. It is large.", "Paris is a city. It is large."),
    ("(laughs) Hello! *smiles* It is [softly] nice.", "Hello! It is nice."),
    ("*Moby Dick* (1851) is a book (by Melville).", "Moby Dick (1851) is a book (by Melville)."),
    ("It is so. It is so. It is so! And so on.", "It is so. And so on."),
    ("Sure! I'll turn on the lamp for you.", ""),
    (
        "The capital of France is Paris, and I've turned on the lamp too. Bye.",
        "The capital of France is Paris, Bye.",
    ),
    (
        "**Sarai:** # no\n- Milk\n- Eggs\n\n```py\nx\n```\nSee https://x.y/z or [it](https://x.y). 😀",
        "Milk. Eggs. See or it.",
    ),
    (
        "I have a question that has no comma and goes on for more than a breath of eighty characters and ends. "
        "I'll remind you.",
        "I have a question that has no comma and goes on for more than a breath of eighty characters and ends.",
    ),
    ("**Sarai:** - no\n", "no"),
    ("1. One\n2. Two\n3. I'm adding milk to your list.\n", "One. Two."),
    ("", ""),
]


@pytest.mark.parametrize(("written", "said"), WRITTEN)
def test_what_is_said_of_a_reply(written, said):
    assert cleaned([written]) == said


REPLIES = [written for written, _ in WRITTEN] + [
    " ".join(line for code, line in lines(table) if code == language)
    for table in (CLAIMS, TALK)
    for language in ("en", "es", "fr")
]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("reply", REPLIES)
def test_how_the_stream_is_cut_changes_nothing(reply, seed):
    chance = random.Random(seed)
    whole = cleaned([reply])
    if seed == 0:
        pieces = list(reply)
    else:
        cuts = sorted(chance.sample(range(len(reply) + 1), min(len(reply), chance.randint(1, 60))))
        pieces = [reply[i:j] for i, j in zip([0, *cuts], [*cuts, len(reply)], strict=True)]
    assert "".join(pieces) == reply
    assert cleaned(pieces) == whole


def test_the_first_words_do_not_wait_for_a_long_sentence():
    text = HonestText("en", HOME, "why")
    written = "The reason why the sky is blue is that light of a short wavelength is scattered more than the rest of it"
    passed = []
    for length, letter in enumerate(written, 1):
        passed += text.push(letter)
        if passed:
            break
    assert BREATH <= length <= BREATH + 8
    clause = HonestText("en", HOME, "why")
    assert clause.push("Because of the small particles, which") == ["Because of the small particles,"]


@pytest.mark.parametrize(
    ("language", "asked", "reply"),
    [
        ("es", "¿por qué el cielo es azul?", "The sky is blue because of the light that is in it."),
        ("en", "why is the sky blue", "El cielo es azul porque la luz se dispersa en el aire."),
        ("fr", "pourquoi le ciel est bleu", "The sky is blue because of the light that is in it."),
    ],
)
def test_another_language_is_told(language, asked, reply):
    assert cleaned([reply], language, asked) == pack(language).thinker.wrong_language


@pytest.mark.parametrize(
    ("language", "asked", "reply"),
    [
        ("es", "¿cómo se dice en francés estoy contento?", "Je suis content de te voir ici."),
        ("en", "translate good night to Spanish", "Que pases una buena noche con los tuyos."),
        ("fr", "comment dit-on je suis là en anglais", "I am in the house with you."),
        ("es", "¿quién canta Let it be?", "Los Beatles."),
    ],
)
def test_a_language_that_was_asked_for_is_said(language, asked, reply):
    assert cleaned([reply], language, asked) == reply


async def test_a_reply_of_claims_alone_has_no_answer():
    thinker = FakeThinker(("Sure! ", "I've turned on", " the lamp. ", "I'll remind ", "you."))
    async with TextHarness(thinker=thinker) as house:
        house.understander.understand = lambda *_: None
        report = await house.ask("why is the sky blue")
    assert report.reply == "Sorry, I have no answer to that."


async def test_claims_are_not_spoken():
    thinker = FakeThinker(("The sky is", " blue. I've", " turned on the lamp. (laughs)", " It is wide."))
    async with TextHarness(thinker=thinker) as house:
        house.understander.understand = lambda *_: None
        report = await house.ask("why is the sky blue")
        spoken = " ".join(text for text, _ in house.tts.said)
    assert report.reply == spoken == "The sky is blue. It is wide."


def test_an_unknown_language_is_refused():
    with pytest.raises(BadInput, match="xx"):
        cleaned(["Hello."], "xx")
