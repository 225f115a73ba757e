"""Faults on purpose: many cases under load while every part is killed, paused and cut off, and the proof that nothing was lost.

Belongs here: the load, the faults, the proof. May not enter: anything that the product needs to run.
"""
