"""Tests of the Tuya Door Lock integration."""
