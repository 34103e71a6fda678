"""The blueprints, as automations and scripts that a user has made of them."""
