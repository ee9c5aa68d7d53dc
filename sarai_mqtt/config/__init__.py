"""Settings, profiles and the budget of threads."""
