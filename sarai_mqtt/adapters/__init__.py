"""Everything that touches a library, a socket or a file; siblings do not know each other."""
