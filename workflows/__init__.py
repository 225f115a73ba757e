"""Choreography only: the order of stages, waiting, and who is asked.

Belongs here: named workflow types over procedures over stages. May not enter: the catalogue, arithmetic on money,
clocks, databases. A workflow knows its pinned plan and what activities answer.
"""
