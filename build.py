"""Builds the site: the same as `atlas build`. `python build.py --help` says what it can be told."""

import sys

from atlas.cli import main

if __name__ == "__main__":
    main(["build", *sys.argv[1:]])
