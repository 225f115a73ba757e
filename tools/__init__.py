"""Running the product on purpose: demo, measurements, faults. Never shipped."""
