"""The post office, and what a mail says."""
