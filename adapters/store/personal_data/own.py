"""What is kept of one person, by the register: the rows of which its account is the owner."""

from datetime import datetime
from typing import Any, Final

from sqlmodel import Session, SQLModel, col, select

from adapters.store import schema
from adapters.store.audit.house import count_of_the_house
from adapters.store.tables.audit.chain import AuditEntryRow
from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.document import ObjectionRow
from adapters.store.writing import hold
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.frozen import Frozen
from domain.personal_data.register import PersonalData
from domain.public_notice.objecting import open_objection_of

assert schema.__all__  # noqa: S101 - importing it makes every table known

SECRET: Final = frozenset({"password_hash"})
"""What is no information on anybody and opens doors."""

CONTEXT: Final = ("case_number", "number", "kind", "at")
"""Beside the data itself: to which case and when, where the table says so."""


GIVEN_OUT: Final = "personal-data:exported"
"""The link of the house's chain."""


class OwnData(Frozen):
    """Rows of one kind: what they are, and how long they are kept."""

    id: str
    what: str
    rows: tuple[dict[str, Any], ...]


def own_data(session: Session, kept: tuple[PersonalData, ...], account: str) -> list[OwnData]:
    """Everything of the register that is this account's own, in its order."""
    return [
        OwnData(id=each.id, what=each.what, rows=tuple(_rows(session, each, account)))
        for each in kept
        if each.own
    ]


def given_out_on(session: Session, account: str, at: datetime) -> int:
    """How often somebody took the own data along on a day (Asia/Shanghai); of several at once one counts after the other."""
    hold(session, f"given-out:{account}")
    return count_of_the_house(session, (GIVEN_OUT,), AuditEntryRow.subject == account, on=at)


def cases_under_way(session: Session, account: str) -> list[str]:
    """The cases that an account filed and that have not ended, by number."""
    asked = select(CaseFile.number).where(
        CaseFile.applicant_account == account,
        CaseFile.stage != Stage.DRAFT.value,
        col(CaseFile.final).is_(False),
    )
    return sorted(session.exec(asked))


def cases_with_open_objection(session: Session, account: str) -> list[str]:
    """The cases of others in which an objection of an account is still to be found on, by number."""
    objected = select(ObjectionRow.case_number).where(ObjectionRow.raised_by == account)
    asked = select(CaseFile.number, CaseFile.progress).where(
        col(CaseFile.number).in_(objected), col(CaseFile.final).is_(False)
    )
    return sorted(
        number
        for number, progress in session.exec(asked)
        if progress and open_objection_of((account,), Progress.model_validate(progress).tasks)
    )


def _rows(session: Session, kept: PersonalData, account: str) -> list[dict[str, Any]]:
    found = []
    for name, owner in kept.own.items():
        table = SQLModel.metadata.tables[name]
        wanted = [*CONTEXT, *(column.partition(".")[0] for column in kept.tables[name])]
        columns = [
            table.c[column] for column in dict.fromkeys(wanted) if column in table.c and column not in SECRET
        ]
        asked = select(*columns).where(table.c[owner] == account).order_by(*table.primary_key.columns)
        found += [{"table": name, **row._mapping} for row in session.connection().execute(asked)]
    return found
