"""The home: its model kept up to date, what acts in it, and the audit log."""
