"""People at desks: absences, recusals, who takes which task, who is known."""
