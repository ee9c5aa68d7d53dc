"""Measures parts of the service on this box, each in a process of its own."""
