"""Accounts for every word of a command."""
