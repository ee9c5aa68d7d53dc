"""Languages: their data and tables, and what works alike in all of them."""

from pathlib import Path

LANGUAGE_DATA = Path(__file__).parent
"""Folder that holds a folder of data files for each language code."""
