"""The store: tables, engine, migrations, and the functions that speak SQL, one module an aggregate.

``table=True`` classes never leave this room; what goes out is a frozen domain value or a plain record.
"""
