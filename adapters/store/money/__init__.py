"""Awards, vouchers, batches, and the ledger that all money is entered in."""
