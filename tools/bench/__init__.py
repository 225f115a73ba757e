"""Benchmarks: ratios side by side in one run, since machines differ. May not enter: tests and their bounds."""
