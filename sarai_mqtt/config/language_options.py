"""What the user chose otherwise for one language: `language_options` of `sarai.yaml`."""

from sarai_mqtt.config.profiles import Group


class LanguageOptions(Group):
    """Choices for one language; what is left out is as its pack and the profile say."""
