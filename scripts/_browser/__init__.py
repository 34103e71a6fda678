"""The card and the setup in a browser, behind `scripts/browser`."""
