"""The papers of an evidence pack that are written from the store: what they contain, as JSON, CSV and HTML."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from adapters.files.cells import guarded
from adapters.mail.render import moment_text, render
from adapters.store.audit.evidence import CaseEvidence, KeptMail
from adapters.store.cases.records import CaseRecord
from domain.audit.canonical import readable
from domain.case.acts.registry import kinds_where, label_of
from domain.case.acts.rules import Group
from domain.catalogue.schema import SubsidyType
from domain.catalogue.serving import ServiceRule
from domain.money import yuan_text

DECIDING: Final = kinds_where(lambda rules: rules.group is Group.DECIDING)

TEMPLATES: Final = Path(__file__).resolve().parents[1] / "templates" / "evidence"
BOM: Final = "\ufeff"

_PAGES: Final = Environment(
    loader=FileSystemLoader(TEMPLATES),
    undefined=StrictUndefined,
    autoescape=select_autoescape(enabled_extensions=("html",), default=False),
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_PAGES.filters["yuan_text"] = yuan_text
_PAGES.filters["moment_text"] = moment_text


def page(name: str, **content: Any) -> str:
    """A page of ``templates/evidence``."""
    return _PAGES.get_template(name).render(**content)


def application(case: CaseRecord, evidence: CaseEvidence, subsidy: SubsidyType) -> str:
    """The application with everything that was declared and verified, timeline, payees (masked), payments, recoveries and notices."""
    return readable(
        {
            **evidence.file,
            "name": subsidy.name,
            "clause": subsidy.clause,
            "quote": subsidy.quote,
            **case.model_dump(
                mode="json", include={"timeline", "documents", "objections", "voucher", "redemptions"}
            ),
            "payees": evidence.payees,
            "payments": evidence.payments,
            "payment_stops": evidence.stops,
            "recoveries": evidence.recoveries,
            "public_notices": evidence.public_notices,
        }
    )


def acts(evidence: CaseEvidence) -> str:
    """Every act, by account and party."""
    return readable([_act(act) for act in evidence.acts])


def sign_offs(evidence: CaseEvidence) -> str:
    """The acts by which offices decided: completeness, review, sign-offs, settlements, findings."""
    return readable([_act(act) for act in evidence.acts if act["kind"] in DECIDING])


def _act(act: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in act.items() if name not in ("progress", "case_number")} | {
        "label": label_of(act["kind"])
    }


def sheets(evidence: CaseEvidence) -> str:
    """Every calculation, whole, with its sheet."""
    return readable(evidence.sheets)


def sheets_page(case: CaseRecord, subsidy: SubsidyType) -> str:
    """The same for a reader."""
    return page("sheets.html", case=case, subsidy=subsidy)


def mails(evidence: CaseEvidence, rule: ServiceRule) -> str:
    """Every mail as it was written, with its Message-ID, when it was sent, and how a notice or decision was served."""
    return readable([_mail(mail, rule) for mail in evidence.mails])


def _mail(mail: KeptMail, rule: ServiceRule) -> dict[str, Any]:
    """The words follow from the facts that were kept with the mail."""
    words, decision = render(mail.facts), mail.decision
    deemed_on = decision.deemed_on(rule) if decision else None
    return mail.model_dump(mode="json", exclude={"facts", "decision"}) | {
        "deemed_served_on": deemed_on.isoformat() if deemed_on else None,
        "subject": words.subject,
        "text": words.text,
    }


COLUMNS: Final = {
    "id": "序号",
    "at": "时间",
    "movement": "事项",
    "source": "来源科目",
    "source_holder": "来源",
    "target": "去向科目",
    "target_holder": "去向",
    "amount": "金额（元）",
    "subject": "期次",
    "year": "年度",
    "clause": "条款",
    "reason": "说明",
    "policy_version": "政策版本",
    "key": "键",
}
"""Columns of the ledger and their titles."""


def ledger(entries: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """The ledger as CSV (RFC 4180, UTF-8 with BOM), line by line; no cell is taken for a formula."""
    yield BOM.encode() + _line(COLUMNS.values())
    for entry in entries:
        yield _line(_cell(entry[name]) for name in COLUMNS)


def _line(cells: Iterable[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(cells)
    return text.getvalue().encode("utf-8", "replace")


def _cell(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return guarded(str(value))
