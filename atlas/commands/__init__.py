"""The commands of capturing and of what follows it, one module a kind; `atlas.cli` puts them on the command line."""
