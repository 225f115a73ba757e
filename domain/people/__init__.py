"""People at desks: who is absent and who stands in, who leaves a case, who has taken which task, and which desk is empty. Pure."""
