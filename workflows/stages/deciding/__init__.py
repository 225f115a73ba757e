"""How a case is decided: reviewed, assessed, signed, selected, and corrected before money moves."""
