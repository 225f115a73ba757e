"""The documents of the cases as files: what kind they are, and where they lie. Knows neither cases nor the store."""
