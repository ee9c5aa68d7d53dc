"""Voice activity and end-of-turn detection."""
