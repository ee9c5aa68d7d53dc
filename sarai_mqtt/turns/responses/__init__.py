"""Reply sentences: about commands, their results and states, and the plain text of a chat model."""
