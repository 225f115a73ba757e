"""The front door: HTTP in, messages to the cases and questions to the store behind it. No SQL, no rule of the law."""
