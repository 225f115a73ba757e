"""People at desks: absences, recusals, who takes which turn, who is known."""
