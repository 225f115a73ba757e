"""What the city has promised, as data: schema, registry and one folder a policy version.

Belongs here: numbers beside their clause and the words they come from, facts, documents, terms, readings.
May not enter: arithmetic on those numbers (that is `domain.calculator`) and anything about one case.
"""
