"""The money ledger (资金台账): accounts, entries, balances, pools; pure arithmetic that the store is held to.

Belongs here: where money can be and how it moves. May not enter: numbers of the law, SQL, clocks.
"""
