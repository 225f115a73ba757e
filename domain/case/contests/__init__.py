"""Decisions that are reconsidered (复核) beside the procedure, each by its kind: which there are, who answers, when and how."""
