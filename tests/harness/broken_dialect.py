"""A dialect with every fault that one can have, chosen by the site: it raises, hangs and answers twice.

Its topics are those of the plain dialect, which it otherwise is.
"""

import threading

from tests.harness.plain_dialect import PlainDialect

# What hangs goes on when this is set.
RELEASED = threading.Event()


class BrokenDialect(PlainDialect):
    """Fails in `parse` for texts, and in `encode` for sites, that name the fault."""

    def parse(self, topic, payload, *, retain):
        message = super().parse(topic, payload, retain=retain)
        return self._fault(getattr(message, "text", ""), message)

    def encode(self, site, event):
        return self._fault(site, super().encode(site, event))

    def _fault(self, name, answer):
        match name:
            case "raises":
                raise ZeroDivisionError(name)
            case "hangs":
                RELEASED.wait(60)
            case "twice":
                return [answer, answer]
            case "nonsense":
                return object()
        return answer


def new_dialect(root):
    return BrokenDialect()
