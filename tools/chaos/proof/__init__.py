"""The proof after the faults: nothing lost, twice, overspent or stuck."""
