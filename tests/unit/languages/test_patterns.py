"""Patterns of words: whole words, words of any ending, and none."""

from sarai_mqtt.languages.patterns import words_pattern


def test_a_word_is_whole_unless_it_ends_in_a_star():
    pattern = words_pattern(["lock*", "door", "light (?:up|on)"])
    assert all(map(pattern.search, ("unlock it, or lock", "locked", "a door", "light up")))
    assert not any(map(pattern.search, ("unlock", "doors", "indoor", "light")))


def test_no_words_match_nothing():
    assert words_pattern([]).search("") is None
