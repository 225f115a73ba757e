"""What would come of an item of a list."""

from dataclasses import dataclass

from commands.dry_run.effects import Preview
from domain.bulk.listing import BulkItem


@dataclass(frozen=True)
class Foreseen:
    """What would come of an item as its case stands now.

    Attributes:
        is_tried: the act itself was tried out. Otherwise only what is checked at the door was.
    """

    item: BulkItem
    preview: Preview
    is_tried: bool = True
