"""What of a case's state says which acts it takes, beside its stage and its tasks."""

from datetime import date

from domain.case.lapses import Lapsed
from domain.frozen import Frozen


class Circumstances(Frozen):
    """Written into the file of a case with every step: whoever asks without the case what it takes, asks of the same.

    Attributes:
        checkpoint: what an ended case was taken up for, so that its procedure begins there; empty otherwise.
        payments: how many payments were ordered.
        is_owed: the case owes money of its applicant's own: the bank returned it, or it is topped up or given back.
        recovering: the number of the recovery in hand; empty while no money is being recovered.
        is_ending: whether the case has come to its end, where no decision goes back to its review; it ends with the last answer
            that somebody waits for, or with what it was taken up for.
        excluded: accounts that decided in the proceeding that is reconsidered.
        unchecked: years, redemptions, or the case (empty), whose approval, or difference, was drawn and not confirmed yet.
        lapses: what was lost when terms of the applicant ran out and was not made good; in a run that makes something
            good, that comes last.
        urge_again_from: the first day on which the case may be urged again; None before it was.
    """

    checkpoint: str = ""
    payments: int = 0
    is_owed: bool = False
    recovering: str = ""
    is_ending: bool = False
    excluded: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    lapses: tuple[Lapsed, ...] = ()
    urge_again_from: date | None = None
