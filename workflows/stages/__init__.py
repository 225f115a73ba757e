"""The stretches of a road: plain functions over a case, each saying its stage on entry and on exit."""
