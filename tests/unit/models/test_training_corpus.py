import sys
from pathlib import Path
from random import Random

import pytest

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.engines.tts.phonemizer import Phonemizer
from sarai_mqtt.engines.tts.text_normalizer import TextNormalizer
from sarai_mqtt.models.export.training import corpus
from sarai_mqtt.models.export.training.__main__ import cli, main
from sarai_mqtt.models.export.training.house import SHORT, reply

BENCH = Path(__file__).parents[2] / "bench" / "sentences" / "es.txt"
SAYINGS = [
    f"{who} vio {what}."
    for who in ("Ana", "Juan", "Eva")
    for what in ("el mar de lejos", "caer la nieve", "salir la luna")
]
WORDS = ["guijarro", "zueco", "ñandú", "cigüeña", "exhausto", "lluvia", "huérfano", "quiosco"]


def made(count=300, without=(), seed=11):
    return corpus.corpus(count, SAYINGS, WORDS, without, seed)


def test_a_seed_decides_all():
    assert made(seed=3) == made(seed=3)
    assert made(seed=3) != made(seed=4)


def test_every_sentence_is_there_once_and_the_short_and_said_ones_are_all_there():
    found = made()
    assert len(found) == len(set(found)) == 300
    assert set(SHORT) | set(SAYINGS) <= set(found)


def test_no_sentence_of_the_bench():
    bench = set(corpus.lines(BENCH))
    assert len(bench) > 50
    assert not bench & set(made(1000, bench))


def test_what_is_withheld_is_not_drawn_again():
    first = made()
    withheld = set(first[::2])
    assert not withheld & set(made(without=withheld))


def test_every_sentence_can_be_pronounced():
    phonemizer = Phonemizer(TextNormalizer())
    vowels = set(phonemizer("aeiou", "es")[0])
    for text in made(400):
        ids = [symbol for part in phonemizer(text, "es") for symbol in part]
        assert vowels & set(ids), text
        assert text[-1] in ".?!" and text.lstrip("¿¡")[0].isupper(), text


def test_replies_are_written_as_a_person_would():
    random = Random(0)
    replies = [reply(random) for _ in range(2000)]
    assert not [text for text in replies if " de el " in text or " a el " in text or "las una" in text]
    assert any("la una" in text for text in replies) and any(" del " in text for text in replies)
    assert not [text for text in replies if "{" in text or "}" in text]


def test_sayings_are_whole_plain_sentences(tmp_path):
    text = tmp_path / "sayings"
    text.write_text(
        "Quien mucho abarca, poco aprieta. ¿Qué es la vida sin el sueño?\n\t\t-- Alguien de otro siglo.\n%\n"
        "No me\nlevanto antes de comer.\n%\n"
        "Corta.\n%\nEl año 1984 fue un buen año para leer.\n%\n"
        "La ONU no contesta a nadie.\n%\nY entonces se marchó a su casa..\n",
        "utf-8",
    )
    assert corpus.plain_sentences([text]) == [
        "No me levanto antes de comer.",
        "Quien mucho abarca, poco aprieta.",
        "¿Qué es la vida sin el sueño?",
    ]


def test_words_are_spanish_and_of_some_length(tmp_path):
    words = tmp_path / "words"
    words.write_text(
        "\n".join([*WORDS, "sol", "España", "çedilla", "desoxirribonucleico", "", "e-mail"]), "utf-8"
    )
    assert corpus.words(words) == WORDS


def test_too_few_words(tmp_path):
    words = tmp_path / "words"
    words.write_text("sol\nlluvia\n", "utf-8")
    with pytest.raises(BadInput, match=r"words has 1 words .* 7") as error:
        corpus.words(words)
    assert error.value.code == "text_unusable"


@pytest.mark.parametrize("content", [None, "mañana".encode("latin-1")])
def test_a_text_that_cannot_be_read_is_named(tmp_path, content):
    text = tmp_path / "text"
    if content:
        text.write_bytes(content)
    with pytest.raises(BadInput, match=str(text)) as error:
        corpus.lines(text)
    assert error.value.code == "text_unusable"


def arguments(tmp_path):
    (tmp_path / "said").write_text("\n%\n".join(SAYINGS), "utf-8")
    (tmp_path / "words").write_text("\n".join(WORDS), "utf-8")
    options = {"--said": tmp_path / "said", "--words": tmp_path / "words", "--without": BENCH, "--count": 60}
    return [
        "training",
        "sentences",
        str(tmp_path / "out"),
        *(str(a) for pair in options.items() for a in pair),
    ]


def test_the_command_writes_them(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.argv", arguments(tmp_path))
    cli(standalone_mode=False)
    assert corpus.lines(tmp_path / "out") == corpus.corpus(
        60, sorted(SAYINGS), WORDS, set(corpus.lines(BENCH))
    )


def test_the_command_tells_what_is_missing(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", arguments(tmp_path))
    (tmp_path / "words").unlink()
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == BadInput.exit_code
    assert f"There is no text {tmp_path / 'words'}. (text_unusable)" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_without_torch_the_other_environment_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.setattr(
        "sys.argv", ["training", "train", str(tmp_path), str(tmp_path / "out"), "--steps", "1"]
    )
    with pytest.raises(SystemExit):
        main()
    told = capsys.readouterr().err
    assert "(torch_missing)" in told and ".venv-voice/bin/python" in told
