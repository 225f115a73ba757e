"""The law as the store knows it: versions that cases were filed under, and readings that were switched."""
