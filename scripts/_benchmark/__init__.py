"""Measures of the integration: how it does over a month, how fast, and when killed."""
