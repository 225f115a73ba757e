"""Awards that were granted on paper before this system ran: what a list of them says, and whether it can be taken."""
