"""The audit chain, and reading the store whole for whoever proves something."""
