"""Invented histories, one module a service. Each function tells one kind of case to a `Story`."""
