"""Payment lists: what the treasury gets, and what its answer may say. Pure: no file formats, no store."""
