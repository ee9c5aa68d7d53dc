"""Speech and language engines, each behind one port of `core.ports`."""
