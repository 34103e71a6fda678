"""What can go wrong in a demonstration, in words for the person who runs it."""


class DemoError(Exception):
    """Something that ends the demonstration; its text says what."""
