"""The stages of a procedure: plain functions over a case, each saying its stage on entry and on exit."""
