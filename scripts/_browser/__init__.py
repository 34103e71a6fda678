"""The setup, the card and the simulator in a browser, behind `scripts/browser`."""
