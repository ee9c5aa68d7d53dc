"""Composition of the service from its parts, and the tools around it: doctor, demo, benchmarks."""
