"""Engines that live only in the tests, a module each, as the registry wants them."""
