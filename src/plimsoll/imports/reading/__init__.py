"""Readers: bytes in, a stream of normalised values out. Nothing here knows of Django."""
