import pytest

from sarai_mqtt.core.modes import listed_mode


@pytest.mark.parametrize(
    ("wanted", "listed", "text", "found"),
    [
        ("turbo", ["Turbo", "boost"], "", "Turbo"),
        ("turbo", ["sleep", "boost"], "", "boost"),
        ("turbo", ["powerful", "boost"], "", None),  # which of the two?
        ("turbo", ["sleep"], "", None),
        ("fan only", ["fan_only"], "", "fan_only"),
        ("eco", ["Éco"], "", "Éco"),
        ("sleep", ["sleep", "night"], "put the fan in night mode", "night"),
        ("sleep", ["sleep", "night"], "put the fan in sleep mode", "sleep"),
        ("lectura", ["Lectura"], "", "Lectura"),
        ("auto", [], "", None),
    ],
)
def test_the_mode_that_is_meant(wanted, listed, text, found):
    assert listed_mode(wanted, listed, text) == found
