"""The routes by which people act in a case, and the preview of an act."""
