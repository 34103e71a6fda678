"""Where the hints of a lock come from."""
