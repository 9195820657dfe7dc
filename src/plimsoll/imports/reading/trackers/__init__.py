"""Trackers: the spreadsheets that teams keep for themselves."""
