"""Business verbs of a case and the post office: one transaction each, safe to run twice. No SQL, no HTTP, no waiting."""
