"""The wire to an outside time-stamping authority (RFC 3161): a digest goes out, a stamp comes back and is verified."""
