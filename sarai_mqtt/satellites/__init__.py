"""Sites that are spoken at: audio in and out, settings, controls and status."""
