"""The policy with more than one pair of eyes on money: a head above a sum, and a sample before payment."""

from decimal import Decimal

from domain.catalogue.registry import load_catalogue
from domain.catalogue.schema import Policy
from domain.catalogue.signing import HEAD_READING, SAMPLE_READING


def overseen(head: str = "lead", sample: str = "every", above: str = "1.00") -> Policy:
    """The policy that is shipped, read so; ``above`` is the sum."""
    policy = load_catalogue().policies[-1]
    oversight = policy.signing.oversight.model_copy(update={"head_approval_above": Decimal(above)})
    signing = policy.signing.model_copy(update={"oversight": oversight})
    read = policy.read_as({HEAD_READING: head, SAMPLE_READING: sample}, {})
    return read.model_copy(update={"signing": signing})
