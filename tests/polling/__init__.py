"""Tests of when locks are looked at."""
