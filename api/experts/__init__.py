"""Expert panels over HTTP."""
