from sarai_mqtt.cli.output import print_error
from sarai_mqtt.core.errors import BadInput


def test_brackets_in_a_reason_are_no_markup(capsys):
    print_error(BadInput("file_missing", "There is no file [a]/[/b].wav.", "Give [one]."))
    said = capsys.readouterr().err
    assert "[a]/[/b].wav" in said
    assert "[one]" in said
