"""What the user chose otherwise for one language: `language_options` of `sarai.yaml`."""

from typing import Literal

from sarai_mqtt.config.profiles import Group


class LanguageOptions(Group):
    """Choices for one language; what is left out is as its pack and the profile say.

    `voice` is a name of the settings' `voices`, or "none": replies are text only. With `thinker` "none" the
    Thinker neither answers nor chooses in this language.
    """

    voice: str | None = None
    thinker: Literal["none"] | None = None
