"""What was measured is written as it comes, so that a late failure loses nothing of it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Results = dict[str, Any]


class Kept:
    """Keeps `results` in `file` until all is there; `note` is told where, if the run fails.

    A partial file has `complete` false, and `failed` where a run ended.
    """

    def __init__(self, file: Path, results: Results, note: Callable[[str], None]) -> None:
        self._file = file
        self._results = results
        self._note = note

    @contextmanager
    def running(self) -> Iterator[None]:
        """Write what there is now (so a folder that cannot be written is told first) and, should the block fail, why."""
        self.save()
        try:
            yield
        except BaseException as error:
            self.save({"failed": f"{type(error).__name__}: {error}"})
            self._note(f"What was measured until then is in {self._file}, marked as partial.")
            raise

    def save(self, more: Results | None = None) -> None:
        """Write all there is so far, whole or not at all."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._file.with_name(f"{self._file.name}.part")
        unfinished.write_text(text(self._results | {"complete": False} | (more or {})))
        unfinished.replace(self._file)

    def done(self) -> None:
        """Remove the partial file: the results are complete, and written elsewhere."""
        self._file.unlink()


def text(results: Results) -> str:
    return json.dumps(results, indent=1) + "\n"
