"""Cases that were filed before the record was begun get a chain that says so."""

from alembic import command
from sqlalchemy import text

from adapters.store.audit.chain import entries_of
from adapters.store.engine import open_engine
from adapters.store.migrate import alembic_config, migrate
from adapters.store.reach import Engine
from audit.verification import verify
from domain.audit.entry import HOUSE

NUMBERS = ("LF2026-0101-00001", "LF2026-0101-00002")


def test_cases_filed_before_the_record_have_a_chain_from_the_migration_on(empty_database_url: str) -> None:
    command.upgrade(alembic_config(empty_database_url), "0002")
    engine = open_engine(empty_database_url)
    for number in NUMBERS:
        _file(engine, number)
    migrate(empty_database_url)
    assert [entry.action for entry in entries_of(engine, HOUSE)] == ["record:begun", *["chain:begun"] * 2]
    for number in NUMBERS:
        (first,) = entries_of(engine, number)
        assert (first.action, first.after["stage"], first.policy_version) == ("case:found", "公示中", "v")
    assert verify(engine).findings == ()
    engine.dispose()


def test_the_record_can_be_taken_away_again(empty_database_url: str) -> None:
    migrate(empty_database_url)
    command.downgrade(alembic_config(empty_database_url), "0002")
    migrate(empty_database_url)


def _file(engine: Engine, number: str) -> None:
    """A file as the shape of that time has it."""
    texts = (
        *("code", "measure_number", "policy_version", "unit", "unit_name", "locality", "lead", "award_base"),
        *("applicant_account", "contact_email", "filing_digest"),
    )
    content = dict.fromkeys(texts, "v") | dict.fromkeys(("declared_facts", "readings", "plan"), "{}")
    content |= {"number": number, "filing_key": number, "stage": "公示中", "other_funding": "[]"}
    numbers = {"fiscal_year": 2026, "seq": 4, "overdue": False, "final": False}
    moments = {"filed_on": "2026-03-02", "since": "2026-03-02 02:00:00+00:00"}
    row = {**content, **numbers, **moments}
    names = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    with engine.begin() as connection:
        connection.execute(text(f"INSERT INTO case_file ({names}) VALUES ({values})"), row)  # noqa: S608
