"""What happened: which records are new, what is kept, and what is announced."""
