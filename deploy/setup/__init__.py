"""The parts of deploy/bootstrap.py. Standard library only."""

import os
from pathlib import Path

# Files that all checkouts share.
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sarai-mqtt"
