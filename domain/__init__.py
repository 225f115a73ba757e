"""The law and the language: pure rules, no input or output.

Belongs here: what the city promised, what that comes to, which move a case allows, the words for it.
May not enter: databases, networks, clocks, frameworks. "Today" is always an argument.
"""
