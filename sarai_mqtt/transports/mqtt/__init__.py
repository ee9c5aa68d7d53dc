"""MQTT: topics and payloads, connections, the embedded broker and a virtual satellite."""
