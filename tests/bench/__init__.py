"""Catalogues of any size, made from a seed: `python -m tests.bench --help`."""
