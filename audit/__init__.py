"""Answers for auditors: does the record still hold, do ledger and cases agree, everything about one case in one file.

Belongs here: commands and functions that read across store, files and Temporal. May not enter: decisions, HTTP.
"""
