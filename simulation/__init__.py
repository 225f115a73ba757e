"""The budget sandbox: a file of cases through the rules of the law, under the policy as it is or with changed numbers.

Belongs here: reading and writing files of cases, cases as columns, totals. May not enter: rules (``domain.calculator``), SQL, HTTP.
"""
