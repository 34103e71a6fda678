"""Measures of the integration: how it does over a month, how fast, and when killed."""

from typing import Final

# Of the Home Assistant that is measured: each part adds what it needs.
CONFIGURATION: Final = """\
homeassistant:
  name: Benchmark
  country: IE
  language: en
  unit_system: metric
logger:
  default: warning
"""
