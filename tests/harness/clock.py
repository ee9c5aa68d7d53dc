"""A clock that tests move."""


class ManualClock:
    """Stands still at `now`, in seconds, until a test sets it."""

    def __init__(self, now=100.0):
        self.now = now

    def __call__(self):
        return self.now
