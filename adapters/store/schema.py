"""Every table, gathered in one place; importing this makes all of them known to the metadata."""

from adapters.store.tables.account import Account
from adapters.store.tables.audit import AuditEntry, AuditHead
from adapters.store.tables.bulk_act import BulkAct, BulkItem
from adapters.store.tables.calendar_year import CalendarMove, CalendarNotice, CalendarYear
from adapters.store.tables.case_file import Act, CaseFile, DoneVerb, RunningNumber, Timeline, Turn
from adapters.store.tables.document import Document, Objection
from adapters.store.tables.idempotency import Idempotency
from adapters.store.tables.invitation import Invitation, InvitationList
from adapters.store.tables.ledger import LedgerEntry
from adapters.store.tables.mail import Letter, Mail
from adapters.store.tables.money import Award, Payee, Payment
from adapters.store.tables.notice import PublicNotice
from adapters.store.tables.payment_list import (
    PaymentImport,
    PaymentImportRow,
    PaymentList,
    PaymentListLine,
)
from adapters.store.tables.people import Absence, Assignment, DeskAlarm, Recusal
from adapters.store.tables.quota import BatchRank, Product, Redemption, UsedInvoice, Voucher
from adapters.store.tables.recovery import PaymentStop, Recovery
from adapters.store.tables.signature import Signature, SignatureRecall
from adapters.store.tables.simulation import Simulation

__all__ = [
    "Absence",
    "Account",
    "Act",
    "Assignment",
    "AuditEntry",
    "AuditHead",
    "Award",
    "BatchRank",
    "BulkAct",
    "BulkItem",
    "CalendarMove",
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
    "Letter",
    "Mail",
    "Objection",
    "Payee",
    "Payment",
    "PaymentImport",
    "PaymentImportRow",
    "PaymentList",
    "PaymentListLine",
    "PaymentStop",
    "Product",
    "PublicNotice",
    "Recovery",
    "Recusal",
    "Redemption",
    "RunningNumber",
    "Signature",
    "SignatureRecall",
    "Simulation",
    "Timeline",
    "Turn",
    "UsedInvoice",
    "Voucher",
]
