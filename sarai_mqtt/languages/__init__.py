"""Languages: their data and tables, and the code that all of them share."""

from pathlib import Path

LANGUAGE_DATA = Path(__file__).parent
"""Folder that holds a folder of data files for each language code."""
