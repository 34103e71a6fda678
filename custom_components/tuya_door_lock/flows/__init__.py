"""What the setup and the options ask for, page by page."""
