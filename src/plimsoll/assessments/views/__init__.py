"""Pages of assessment tools."""
