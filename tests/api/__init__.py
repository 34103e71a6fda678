"""Tests of the client of Tuya's cloud."""
