"""Tests of who it was, without Home Assistant."""
