"""The audit record and evidence packs."""
