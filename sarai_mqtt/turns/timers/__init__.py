"""Timers and delayed commands."""
