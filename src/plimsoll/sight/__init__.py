"""Who has looked at a record, for those who may ask."""
