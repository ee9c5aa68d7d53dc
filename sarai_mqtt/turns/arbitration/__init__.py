"""Arbitration between sites that hear the same words."""
