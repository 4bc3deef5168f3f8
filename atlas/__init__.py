"""Provision Atlas: a catalogue of clauses, proven against dated captures, published as a static site.

The pipe, one module a stage, each importing only from those before it (CONTRIBUTING.md has the map):
content files -> sources -> records -> evidence, history -> catalogue -> checks -> pages -> render -> site -> search.
"""

__version__ = "0.1.0"
