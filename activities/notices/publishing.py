"""Publishing a case: the notice is made once, in the transaction that opens it, and stays as it was published."""

from adapters.store.cases.file import FiledCase
from adapters.store.money.awards import latest_sheet
from adapters.store.notices.publishing import keep_notice, whom
from adapters.store.writing import Session
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress, Step
from domain.catalogue.schema import SubsidyType
from domain.departments import PUBLIC
from domain.public_notice.notice import notice_of


def publish(writing: Session, case: FiledCase, subsidy: SubsidyType, step: Step, progress: Progress) -> None:
    """Publish the case where this step opens a notice: the public's turn begins with it."""
    opened = next((turn for turn in step.turns if turn.party == PUBLIC and turn.since is None), None)
    if step.stage is not Stage.PUBLIC_NOTICE or opened is None:
        return
    term = next((turn.term for turn in progress.turns if turn.party == PUBLIC), None)
    about = whom(writing, case.number)
    notice = notice_of(
        subsidy,
        case_number=case.number,
        seq=step.seq,
        unit_name=about.unit_name,
        maker=about.maker,
        locality=about.locality,
        declared=case.declared_facts,
        verified=case.verified_facts,
        amount=step.amount,
        lines=latest_sheet(writing, case.number),
        published_at=step.at,
        until=term.due_on if term else None,
        provisional=bool(term and term.provisional),
    )
    keep_notice(writing, notice)
