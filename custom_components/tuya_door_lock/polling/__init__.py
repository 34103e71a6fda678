"""When to look into the logs: what the quota affords, and what asks for a look."""
