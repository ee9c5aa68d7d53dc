"""Grammars of MQTT topics and payloads."""
