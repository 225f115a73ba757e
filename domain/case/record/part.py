"""Which money of a case something is about, by the subject that its entries bear: a year or redemption, a difference of it, a reversed recovery."""

from domain.ledger.subjects import Subject


def part_text(subject: str) -> str:
    """As people read it; empty where it is the award of the case itself, or no money at all.

    Example: ``1`` 第1期, ``1T1`` 第1期补足差额, ``T1`` 补足差额, ``R1`` 撤销追回后应重新拨付的款项.
    """
    part = Subject.read(subject)
    if part.recovery:
        return "撤销追回后应重新拨付的款项"
    return (f"第{part.number}期" if part.number else "") + ("补足差额" if part.top_up else "")
