"""Dry runs: what an act would do, found by doing it on a case brought to life from its history, in a transaction that is rolled back."""
