"""Personal data as the register names it: what a person has here, and masking what a term has come to."""
