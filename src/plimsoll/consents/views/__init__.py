"""Pages of consent and sharing."""
