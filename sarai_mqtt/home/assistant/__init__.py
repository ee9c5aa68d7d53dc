"""Client of Home Assistant's WebSocket and REST APIs: learns the home, acts in it, looks up its states."""
