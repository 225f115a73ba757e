"""Payments, payment lists, stops and recoveries."""
