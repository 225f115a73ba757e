"""Who calls, which cases a caller sees, and whether this person may act here now."""
