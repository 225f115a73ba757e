"""One file for each kind of money rule, found by `kind` in `registry.RULES`.

Belongs here: from the eligible base to the cap of the item.
May not enter: yearly caps, pools and 就高, which know more than one award.
"""
