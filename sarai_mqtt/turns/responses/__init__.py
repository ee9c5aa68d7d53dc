"""Reply sentences."""
