"""The tags of the kit, one module for each kind of thing on a page."""
