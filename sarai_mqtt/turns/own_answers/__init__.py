"""Texts that are answered without the Thinker."""
