"""Moved to `atlas.pages.events`, since `/changes/` tells the same events and pages come before exports. Change the import
in what you write and delete this file."""

from atlas.pages.events import Event, added_on, events_of

__all__ = ["Event", "added_on", "events_of"]
