"""Maps of the procedures: the workflow code itself is played through, and what it does is drawn."""
