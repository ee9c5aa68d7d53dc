"""Lists of phrases in the files of a pack."""


class Phrases(tuple[str, ...]):
    """Regular expressions of phrases, in the order in which they are tried.

    In YAML they are one text, separated by " / "; line breaks count as blanks.
    """

    __slots__ = ()

    @property
    def group(self) -> str:
        """A non-capturing group of the phrases."""
        return f"(?:{'|'.join(self)})"
