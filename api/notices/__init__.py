"""Public notices (公示), for anyone."""
