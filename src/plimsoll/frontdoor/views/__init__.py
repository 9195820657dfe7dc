"""Pages of the front door: for the public, and for the worker who decides."""
