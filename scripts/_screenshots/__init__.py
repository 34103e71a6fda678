"""The pictures of the documents, behind `scripts/screenshots`."""
