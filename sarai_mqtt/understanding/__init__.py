"""Text to intent: templates, similarity search, guards, and the check that every word is used."""
