"""Use cases: what the office and its applicants do, one folder a subject. No HTTP: routes, the worker and commands call them."""
