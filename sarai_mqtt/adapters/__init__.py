"""Adapters to libraries, sockets and files. Sibling adapters do not import one another."""
