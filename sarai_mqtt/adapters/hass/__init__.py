"""Home Assistant over its WebSocket and REST interfaces: learning the home, acting in it, asking about it."""
