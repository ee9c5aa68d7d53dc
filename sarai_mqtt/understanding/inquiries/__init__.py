"""Questions about the states of things, read by their parts."""
