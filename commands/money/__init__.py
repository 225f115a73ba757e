"""What the office says of money beside the acts of cases."""
