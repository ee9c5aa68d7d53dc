import pytest

from sarai_mqtt.engines.stt.whisper_languages import Hearing, hearing_of


@pytest.mark.parametrize(
    ("language", "hearing"),
    [
        ("en", Hearing("good", 8.9)),
        ("fr", Hearing("fair", 28.5)),
        ("cs", Hearing("poor", 66.0)),
        ("eu", Hearing("unknown")),
        ("ga", Hearing("none")),
        ("", Hearing("none")),
    ],
)
def test_a_language_has_the_class_of_its_error_rate(language, hearing):
    assert hearing_of(language) == hearing


def test_norwegian_is_found_by_whispers_code_for_it():
    assert hearing_of("nb") == Hearing("poor", 44.0)


def test_a_variety_has_the_figure_of_its_language_unless_it_is_spoken_differently():
    assert hearing_of("pt-BR") == hearing_of("pt") == Hearing("good", 13.0)
    assert hearing_of("de-CH") == hearing_of("zh-HK") == Hearing("unknown")
