"""What the user chose otherwise for one language: `language_options` of `sarai.yaml`."""

from typing import Any, Literal

from sarai_mqtt.config.profiles import Group
from sarai_mqtt.languages.schema.conventions import Clock, DecimalSign, FirstWeekday


class LanguageOptions(Group):
    """Choices for one language; what is left out is as its pack and the profile say.

    `voice` is a name of the settings' `voices`, or "none": replies are text only. With `thinker` "none" the
    Thinker neither answers nor chooses in this language. The others are as in `schema.conventions`.
    """

    voice: str | None = None
    thinker: Literal["none"] | None = None
    clock: Clock | None = None
    decimal_sign: DecimalSign | None = None
    first_weekday: FirstWeekday | None = None

    def conventions(self) -> dict[str, Any]:
        """Return the conventions that are chosen, by their names in `schema.conventions.Conventions`."""
        return self.model_dump(include={"clock", "decimal_sign", "first_weekday"}, exclude_none=True)
