"""Objections of those who have no account: taken down, confirmed by mail, read by the lead department."""
