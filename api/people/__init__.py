"""People at desks, and their log-in."""
