"""Rows that stay as they are: the database itself refuses to change or remove them, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from typing import Final

GUARDED: Final = {
    "alarm": (
        "OLD.closed_at IS NOT NULL OR NEW.kind <> OLD.kind OR NEW.subject <> OLD.subject"
        " OR NEW.what <> OLD.what OR NEW.raised_at <> OLD.raised_at"
    ),
    "audit_entry": "",
    "audit_words": "",
    "audit_head": "NEW.chain <> OLD.chain OR NEW.length <= OLD.length",
    "audit_stamp": "",
    "audit_stamped_head": "",
    "calendar_release": "",
    "calendar_year": "",
    "department_succession": "",
    "desk_alarm": "",
    "earlier_award": "OLD.withdrawn_at IS NOT NULL",
    "earlier_award_list": "OLD.settled_at IS NOT NULL",
    "ledger_entry": "",
    "letter": "OLD.sha256 IS NOT NULL",
    "outage": "",
    "payment_list_version": "",
    "payment_stop": "",
    "project_finding": "",
    "public_notice": "",
    "reading_switch": "",
    "recovery": "",
    "recusal": (
        "NEW.case_number <> OLD.case_number OR NEW.account <> OLD.account OR NEW.party <> OLD.party"
        " OR NEW.at <> OLD.at OR NEW.reason <> '****'"
    ),
    "sample_seed": "",
    "service": (
        "NEW.case_number <> OLD.case_number OR NEW.seq <> OLD.seq"
        " OR NEW.manner <> OLD.manner OR NEW.served_on <> OLD.served_on OR NEW.proof <> OLD.proof"
        " OR OLD.fetched_at <> NEW.fetched_at OR NEW.told_review_until < OLD.told_review_until"
        " OR NEW.told_suit_until < OLD.told_suit_until"
    ),
    "signature": "",
    "signature_recall": "",
    "unit_division": "",
    "unit_entry": "OLD.until IS NOT NULL OR NEW.value <> OLD.value OR NEW.since <> OLD.since OR NEW.code <> OLD.code",
}
"""Table → which changes of a row are refused, all where nothing is said; no row is removed, but of ``ERASABLE``.

An alarm is closed once, a head grows by one entry, the reason of a recusal is masked when its term is over, a letter is made once,
an entry of a unit comes to its end once, days that were told never shrink.
"""

ERASABLE: Final = frozenset({"audit_words"})
"""Tables whose rows come to their term and are removed, salt and words together."""

_POSTGRESQL: Final = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""


def guards(dialect: str) -> Iterator[str]:
    """The statements that set up every guard."""
    if dialect == "postgresql":
        yield _POSTGRESQL
    for table, condition in GUARDED.items():
        when = f"WHEN ({condition})" if condition else ""
        if dialect == "postgresql":
            refuse = "EXECUTE FUNCTION refuse_change()"
            yield f"CREATE TRIGGER {table}_refuses_update BEFORE UPDATE ON {table} FOR EACH ROW {when} {refuse}"
            if table not in ERASABLE:
                yield f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE OR TRUNCATE ON {table} {refuse}"
        else:
            refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            yield f"CREATE TRIGGER {table}_refuses_update BEFORE UPDATE ON {table} {when} {refuse}"
            if table not in ERASABLE:
                yield f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE ON {table} {refuse}"
