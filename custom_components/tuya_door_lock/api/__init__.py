"""The client of Tuya's cloud: knows Tuya, and nothing of Home Assistant."""
