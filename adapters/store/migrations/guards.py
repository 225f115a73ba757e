"""Rows that stay as they are: the database itself refuses to change or remove them, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from typing import Final

GUARDED: Final = {
    "audit_entry": "",
    "audit_head": "NEW.chain <> OLD.chain OR NEW.length <> OLD.length + 1",
    "calendar_year": "",
    "desk_alarm": "",
    "ledger_entry": "",
    "letter": "OLD.sha256 IS NOT NULL",
    "payment_stop": "",
    "public_notice": "",
    "recovery": "",
    "recusal": "",
    "signature": "",
    "signature_recall": "",
}
"""Table → which changes of a row are refused, all where nothing is said: a head grows by one entry, a letter is made once."""

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
            yield f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE OR TRUNCATE ON {table} {refuse}"
        else:
            refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            yield f"CREATE TRIGGER {table}_refuses_update BEFORE UPDATE ON {table} {when} {refuse}"
            yield f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE ON {table} {refuse}"
