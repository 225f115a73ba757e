"""Publishing a case: the notice is made once, in the transaction that opens it, and stays as it was published."""

from activities.entering import Entered
from adapters.store.money.awards import latest_sheet
from adapters.store.notices.publishing import keep_notice, whom
from domain.case.record.stages import Stage
from domain.departments import PUBLIC
from domain.public_notice.notice import notice_of


def publish(entered: Entered) -> None:
    """Publish the case where this step opens a notice: the public's task begins with it."""
    writing, case, step = entered.session, entered.case, entered.step
    opened = next((task for task in step.tasks if task.party == PUBLIC and task.since is None), None)
    if step.stage is not Stage.PUBLIC_NOTICE or opened is None:
        return
    term = next((task.term for task in entered.progress.tasks if task.party == PUBLIC), None)
    about = whom(writing, case.number)
    notice = notice_of(
        entered.subsidy,
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
