"""Tags of the caseload."""
