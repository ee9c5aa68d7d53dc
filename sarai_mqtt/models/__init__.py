"""Model files: the catalogue, the store, downloads and wheels, and building them (`export`)."""
