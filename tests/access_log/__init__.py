"""Tests of what happened at a lock."""
