"""Text to intent: templates, likeness, guards, and the words that a reading leaves over."""
