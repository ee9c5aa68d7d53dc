"""The verb table of a language: the sets derived from it, and the faults that are found in it."""

import json
import re
from pathlib import Path

import pytest

from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.languages.en import speech_acts as en_speech_acts
from sarai_mqtt.languages.es import paraphrases
from sarai_mqtt.languages.es import speech_acts as es_speech_acts
from sarai_mqtt.languages.es.verbs import without_pronouns
from sarai_mqtt.languages.pack_files import PackFiles
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.spelling import without_accents
from sarai_mqtt.languages.verbs import read_verbs
from sarai_mqtt.understanding import command_vocabulary, orders

DATA = Path(__file__).parents[2] / "data/languages"
REWORDED = DATA / "reworded_es.json"
SPEECH_ACTS = DATA / "speech_acts.json"
# The sets as they were written out by hand before there was one table of verbs.
WRITTEN = json.loads((DATA / "verbs.json").read_text("utf-8"))


@pytest.mark.parametrize("language", WRITTEN)
def test_the_sets_derived_from_the_table_are_those_once_written_by_hand(language):
    written, found = WRITTEN[language], pack(language)
    assert command_vocabulary._heads(language) == set(written["heads"])
    rare = found.commands.rare_heads | found.verbs.used_as("rare_head")
    assert rare == set(written["rare_heads"])
    assert command_vocabulary._known_heads(language) == {*written["heads"], *written["rare_heads"]}
    voseo = {v.forms["regional"] for v in found.verbs.table.verbs if "regional" in v.uses.get("order", ())}
    forms = {*written["orders"], *voseo}
    assert orders._verbs(language) == forms | {without_accents(form) for form in forms}
    assert command_vocabulary.correction_targets(language) == set(written["corrected_to"])
    assert list(command_vocabulary.run_together_phrases(language)) == written["run_together"]
    article = {said: list(parts) for said, parts in command_vocabulary._with_article(language).items()}
    assert article == written["pronoun_for_article"]
    content = {without_accents(verb) for verb in found.verbs.used_as("content")}
    assert content < {without_accents(verb) for verb in written["content"]}


def test_regular_forms_are_derived_and_irregular_ones_written():
    forms = {verb.forms["imperative"]: verb.forms for verb in pack("es").verbs.table.verbs}
    assert (forms["apaga"]["present"], forms["apaga"]["regional"]) == ("apagas", "apagá")
    assert (forms["pon"]["present"], forms["pon"]["regional"]) == ("pones", "poné")


def test_the_forms_that_are_reworded_are_those_once_written_by_hand():
    orders, usteds, presents, gerunds = json.loads(REWORDED.read_text("utf-8"))
    assert orders == paraphrases._ORDERS
    assert usteds == paraphrases._USTEDS
    assert presents == paraphrases._PRESENTS
    assert gerunds == paraphrases._GERUNDS


def test_pronouns_are_attached_and_removed():
    with_pronoun = pack("es").verbs.with_pronoun
    assert with_pronoun["apágalas"] == ("apaga", "las")
    for said, (order, _) in with_pronoun.items():
        assert without_accents(without_pronouns(said)) == without_accents(order)
    assert without_pronouns("enciéndemela") == "enciende"
    assert pack("en").verbs.bare("lights") == "lights"


GOOD = """
verbs:
  - {forms: {imperative: abre, infinitive: abrir}, uses: {head: imperative infinitive}}
  - {forms: {imperative: tapa}, uses: {}}
stands_for: {tapa: abre}
"""


def read(tmp_path, text, **more):
    (tmp_path / "verbs.yaml").write_text(text, "utf-8")
    return read_verbs(PackFiles(tmp_path), **more)


def test_a_table_is_read(tmp_path):
    assert read(tmp_path, GOOD).verbs[0].forms["infinitive"] == "abrir"
    derived = GOOD.replace("head: imperative infinitive", "head: present")
    assert read(tmp_path, derived, derived=frozenset({"present"})).verbs[0].uses["head"] == {"present"}


@pytest.mark.parametrize(
    "before,after,said",
    [
        ("uses: {head", "uses: {haed", "abre/abrir has unknown haed"),
        ("{head: imperative infinitive}", "{head: imperativ}", "abre/abrir lacks its imperativ"),
        ("{head: imperative infinitive}", "{head: formal}", "abre/abrir lacks its formal"),
        ("imperative: tapa", "infinitive: tapa", "tapa lacks its imperative"),
        ("infinitive: abrir", "infinitiv: abrir", "has unknown infinitiv"),
        ("{tapa: abre}", "{cubre: abre}", "stands_for names cubre"),
        ("{tapa: abre}", "{tapa: cubre}", "stands_for names cubre"),
    ],
)
def test_a_fault_is_named_with_its_verb(tmp_path, before, after, said):
    assert before in GOOD
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, GOOD.replace(before, after, 1))
    assert caught.value.code == "language_incomplete"
    assert said in caught.value.reason


def test_what_a_language_requires_of_each_verb_must_be_there(tmp_path):
    with pytest.raises(ConfigError, match="tapa lacks its infinitive"):
        read(tmp_path, GOOD, given=frozenset({"imperative", "infinitive"}))


def fully_matched(pattern, texts):
    """Return those of `texts` of which the verbose `pattern` matches all."""
    compiled = re.compile(pattern, re.VERBOSE)
    return {text for text in texts if compiled.fullmatch(text)}


def test_the_forms_that_tell_orders_from_statements_are_those_once_written_by_hand():
    written = {name: set(forms) for name, forms in json.loads(SPEECH_ACTS.read_text("utf-8")).items()}
    order, stating = es_speech_acts._forms(pack("es").verbs.table)
    perfect = {form for form in written["es_state"] if "(" in form}
    states = {
        form.removesuffix("s?") + s
        for form in written["es_state"] - perfect
        for s in ("", "s" * ("?" in form))
    }
    # Each stem with each ending of some verb of each kind, most of which are no form of it.
    forms, verbs = written["es_order"] | states, ("apag", "encend", "sub", "reduc", "reduj", "descorr")
    endings = {form.removeprefix(verb) for verb in verbs for form in forms if form.startswith(verb)}
    tried = forms | {form[:-cut] + ending for form in forms for cut in (1, 2, 3) for ending in endings}
    assert len(tried) > 20 * len(forms)
    # "apagame", "encendela": a pronoun takes the accent of an order to "vos"
    voseo = re.compile(r"\w+[aei](?:me|nos|(?:me|nos)?l[aeo]s?)")
    ordering = fully_matched(order, tried)
    assert {form for form in ordering if form in written["es_order"] or not voseo.fullmatch(form)} == written[
        "es_order"
    ]
    to_vos = {"apagame", "encendela", "subile", "abrime", "ponelo", "bajamela"}
    assert fully_matched(order, to_vos | {"apaga la", "encendería", "apago"}) == to_vos
    assert fully_matched(stating, tried) == states
    participles = {word for form in perfect for word in re.findall(r"\w+[dtr]o\b", form)}
    for have in ("he ", "habían ", "habías ya "):
        said = {have + participle for participle in participles}
        assert fully_matched(stating, said | {have + form for form in forms} | participles) == said
    english = pack("en").verbs.table
    assert english.used_as("speech_act") == written["en_base"]
    past = english.used_as("stated", frozenset({"past"}))
    assert past | set(en_speech_acts._OTHER_PAST) == written["en_past"]
    assert english.used_as("stated", frozenset({"gerund"})) == written["en_gerund"]
