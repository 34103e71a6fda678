"""Tests with Home Assistant's own Tuya integration, and Tuya's library below it.

They run where `requirements_test_tuya.txt` is installed: `scripts/test --tuya`.
"""
