"""What a case comes to, and the year's pools and batches."""
