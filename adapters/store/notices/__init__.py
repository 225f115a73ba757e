"""Public notices and objections."""
