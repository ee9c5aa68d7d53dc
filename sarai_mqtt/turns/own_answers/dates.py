"""The answer to a question about a day: counted here, because a Thinker does not know today."""

from datetime import date

from sarai_mqtt.languages.grammar import wording
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.dates import DateReply
from sarai_mqtt.understanding.dates import date_question


def date_answer(text: str, language: str, today: date) -> str:
    """Return the answer to `text`, "" if it asks for no day. Raises BadInput (`unknown_language`)."""
    phrases, question = pack(language).dates, date_question(text, language, today)
    words = wording(language)
    told = getattr(words, "day", None)  # a pack of others may have been written before there was one
    if phrases is None or question is None or told is None:
        return ""
    if question.asked == "month":
        return words.date(today)
    count = (question.day - today).days
    key: DateReply = "is" if count >= 0 else "was"
    if question.asked == "year":
        key = "year"
    elif question.asked == "until":
        key = "today" if count == 0 else "one_day" if count == 1 else "days"
    return phrases.replies[key].format(day=told(question.day), count=count, year=today.year)
