"""Personal data: the register, and what a person reads and ends of its own."""
