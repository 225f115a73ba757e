"""What the promises come to for one application: an amount and a calculation sheet (计算单), or every reason why not.

Belongs here: arithmetic on the catalogue's numbers, in the order that the law gives.
May not enter: numbers of the law (they stand in `domain.catalogue.policies`), clocks, the store.
"""
