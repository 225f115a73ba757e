"""Accounts of the store (账号): logging in, passwords, and what an administrator does to an account; also at the command line.

May not enter: what an account may do once it is logged in (``commands/access``), and who sits at which desk (``commands/people``).
"""
