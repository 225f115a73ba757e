"""What builders run beside the product."""
