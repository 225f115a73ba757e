"""Personal data: what a person reads of its own, ends of its own, and what the office masks when its term is over."""
