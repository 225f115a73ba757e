"""The demo: one case of each of the 24 types, through the HTTP API, with time skipped, to its end.

Belongs here: the scenarios as data and the walker that plays everybody. May not enter: rules of the product.
"""
