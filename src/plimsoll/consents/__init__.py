"""Consent per purpose and agency, lawful basis where it is not the ground, and what was shared with whom on which."""
