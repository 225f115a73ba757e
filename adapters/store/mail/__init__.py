"""The outbox, and the letters that go with its mails."""
