"""The law of an installation: versions that may not change, and readings that an administrator switches."""
