"""Expert panels as the store keeps them."""
