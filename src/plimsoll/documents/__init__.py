"""Documents of a case: kept in versions, told by what is in them, found by their words."""
