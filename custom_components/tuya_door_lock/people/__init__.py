"""Who it was: credentials, whom they belong to, and how much of that is shown."""
