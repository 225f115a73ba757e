"""Every table, gathered in one place; importing this makes all of them known to the metadata."""

from adapters.store.tables.account import AccountRow
from adapters.store.tables.audit import AuditEntryRow, AuditHead
from adapters.store.tables.bulk_act import BulkActRow, BulkItemRow
from adapters.store.tables.calendar_year import CalendarMoveRow, CalendarNotice, CalendarYear
from adapters.store.tables.case_file import ActRow, CaseFile, DoneVerb, RunningNumber, Timeline, UserTaskRow
from adapters.store.tables.document import Document, ObjectionRow
from adapters.store.tables.idempotency import Idempotency
from adapters.store.tables.invitation import Invitation, InvitationList
from adapters.store.tables.ledger import LedgerEntry
from adapters.store.tables.mail import LetterRow, Mail
from adapters.store.tables.money import AwardRow, Payee, Payment
from adapters.store.tables.notice import PublicNoticeRow
from adapters.store.tables.payment_list import (
    PaymentImport,
    PaymentImportRow,
    PaymentListLine,
    PaymentListRow,
)
from adapters.store.tables.people import AbsenceRow, AssignmentRow, DeskAlarm, Recusal
from adapters.store.tables.quota import BatchRank, ProductRow, RedemptionRow, UsedInvoice, VoucherRow
from adapters.store.tables.recovery import PaymentStop, RecoveryRow
from adapters.store.tables.signature import SignatureRecallRow, SignatureRow
from adapters.store.tables.simulation import Simulation

__all__ = [
    "AbsenceRow",
    "AccountRow",
    "ActRow",
    "AssignmentRow",
    "AuditEntryRow",
    "AuditHead",
    "AwardRow",
    "BatchRank",
    "BulkActRow",
    "BulkItemRow",
    "CalendarMoveRow",
    "CalendarNotice",
    "CalendarYear",
    "CaseFile",
    "DeskAlarm",
    "Document",
    "DoneVerb",
    "Idempotency",
    "Invitation",
    "InvitationList",
    "LedgerEntry",
    "LetterRow",
    "Mail",
    "ObjectionRow",
    "Payee",
    "Payment",
    "PaymentImport",
    "PaymentImportRow",
    "PaymentListLine",
    "PaymentListRow",
    "PaymentStop",
    "ProductRow",
    "PublicNoticeRow",
    "RecoveryRow",
    "Recusal",
    "RedemptionRow",
    "RunningNumber",
    "SignatureRecallRow",
    "SignatureRow",
    "Simulation",
    "Timeline",
    "UsedInvoice",
    "UserTaskRow",
    "VoucherRow",
]
