"""The audit record (审计留痕): what an entry is, how it is written down, hashed and chained, and how a chain is verified.

Belongs here: the format and its proof, pure. May not enter: SQL, clocks, personal data (ids and digests stand for it).
"""
