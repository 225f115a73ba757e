"""The ledger and what is limited in a year."""
