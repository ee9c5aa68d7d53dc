"""The parts of deploy/bootstrap.py. Standard library only."""
