"""What the office does to be able to prove its audit record."""
