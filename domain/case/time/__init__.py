"""The legal clock of a case: terms, stops, reminders."""
