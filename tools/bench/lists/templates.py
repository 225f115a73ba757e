"""Real cases to copy: the demo's cases as the store has them after each of their steps, with their own names taken out."""

import asyncio
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Column, Engine, Integer, MetaData, Table, create_engine
from sqlmodel import SQLModel
from tqdm import tqdm

import adapters.store.schema  # noqa: F401 - makes every table known
from domain.normal_form import number_form
from stack.account_keeping import QUICK
from stack.embedded import EmbeddedStack
from stack.embedded_settings import throw_away_settings
from tools.demo.people import People
from tools.demo.scenarios import SCENARIOS
from tools.demo.walker import Walk

NUMBER: Final = "\ue000"
"""Stands in a template for the number of the case."""

NUMBER_FORM: Final = "\ue001"
"""The same in normal form."""

UNREAD: Final = frozenset({"done_verb", "audit_entry", "audit_words", "turn", "used_report"})
"""Tables of a case that no list and no case page reads; together they would be larger than all others."""

IDENTIFIER: Final = re.compile(r"\b(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b")


def case_tables() -> Iterator[tuple[Table, str]]:
    """The tables in which a case has rows, the file first, each with the column that has its number."""
    for table in SQLModel.metadata.sorted_tables:
        if table.name in UNREAD:
            continue
        for column in ("case_number", "chain"):
            if column in table.columns and table.name != "audit_stamped_head":
                yield table, column
        if table.name == "case_file":
            yield table, "number"


def staged(table: Table) -> Table:
    """The table in which the templates of a table lie: ``template`` numbers them, and nothing is unique."""
    columns = [Column(column.name, column.type) for column in table.columns]
    return Table(f"template_{table.name}", MetaData(), Column("template", Integer, index=True), *columns)


def copies(source: Engine, number: str, template: int) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    """What a store has of a case now, as templates."""
    known: dict[str, str] = {}

    def told(found: re.Match[str]) -> str:
        return known.setdefault(found.group(), f"{NUMBER}.{len(known)}")

    def without_names(value: Any) -> Any:
        if isinstance(value, str):
            plain = value.replace(number, NUMBER).replace(number_form(number), NUMBER_FORM)
            return IDENTIFIER.sub(told, plain)
        if isinstance(value, list | dict):
            return json.loads(without_names(json.dumps(value, ensure_ascii=False)))
        return value

    with source.connect() as reading:
        for table, column in case_tables():
            rows = reading.execute(table.select().where(table.c[column] == number)).mappings()
            found = [{name: without_names(value) for name, value in row.items()} for row in rows]
            yield table, [{"template": template, **row} for row in found]


def make_templates(path: Path) -> None:
    """Have the demo walk a case of each type, and keep in a SQLite file what the store has of it after each step."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="duixian-bench-") as folder:
        asyncio.run(_walk_all(part, Path(folder)))
    part.replace(path)


async def _walk_all(path: Path, folder: Path) -> None:
    kept = create_engine(f"sqlite:///{path}")
    for table, _ in case_tables():
        staged(table).create(kept)
    count = 0
    async with EmbeddedStack(throw_away_settings(folder, time_skipping=True), hasher=QUICK) as stack:
        source = create_engine(stack.settings.database_url)
        people = People(stack.url, stack.accounts)
        for scenario in tqdm(SCENARIOS, desc="types"):
            walk = Walk(scenario, people, stack.client)
            await walk.file()
            goes_on = True
            while goes_on:
                with kept.begin() as keeping:
                    for table, rows in copies(source, walk.number, count):
                        if rows:
                            keeping.execute(staged(table).insert(), rows)
                count += 1
                goes_on = await walk.step()
        await people.http.aclose()
        source.dispose()
    kept.dispose()
