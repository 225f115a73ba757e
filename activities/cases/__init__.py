"""Where a case stands: stages, terms, signatures."""
