"""The home: its model and the sources of it, the actors that carry out commands, and the audit log."""
