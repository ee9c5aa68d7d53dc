"""Measures parts of the service on this machine, each in its own process."""
