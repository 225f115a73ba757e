"""Filling a store with copies of real cases: other numbers, units, projects, places and days, all else as the code wrote it."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    text,
)
from tqdm import tqdm

from adapters.store.tables.columns import Instant
from adapters.store.tables.search import LONGEST_PART
from domain.case.record.stages import ENDED, ON_NOTICE
from domain.normal_form import number_form
from tools.bench.lists.templates import NUMBER, NUMBER_FORM, case_tables, staged
from tools.bench.lists.units import Unit

AT_ONCE: Final = 10_000
LONGEST_TEXT: Final = 40
"""Signs of a number, a name or a project here."""
ENDED_SHARE: Final = 0.8
LISTED: Final = frozenset(
    {"case_file", "case_party", "user_task", "timeline", "act", "public_notice", "audit_head"}
)
"""Tables that lists read."""
YEARS: Final = 3
OF_LARGE_UNITS: Final = 2_000
"""Cases of units that have many; the first has about half of them."""
LONGEST_WAITS: Final = {stage.value: 4 for stage in ON_NOTICE}
"""Days since the last step, at most, where a stage does not last the forty-five of all others."""

BENCH_CASE: Final = Table(
    "bench_case",
    MetaData(),
    Column("place", Integer, primary_key=True),
    Column("template", Integer),
    Column("days", Integer),
    Column("fiscal_year", Integer),
    Column("overdue", Boolean),
    *(
        Column(name, String)
        for name in (
            *(
                "number",
                "form",
                "unit",
                "legal_person",
                "unit_name",
                "award_base",
                "award_base_key",
                "found_by",
            ),
            *("unit_form", "key_form", "locality", "filing_key", "applicant_account"),
        )
    ),
    Index("ix_bench_case_template", "template"),
)
"""What each copy is told apart by. Its columns take the place of the template's in the file of the case."""


@dataclass(frozen=True)
class Template:
    """A case after one of its steps."""

    id: int
    measure: str
    stage: str
    award_base: str
    filed_on: date
    last_at: date
    due_on: date | None


def read_templates(source: Engine) -> list[Template]:
    """The templates of a file."""
    asked = text(
        "SELECT template, measure_number, stage, award_base, filed_on,"
        " (SELECT max(at) FROM template_timeline t WHERE t.template = c.template),"
        " (SELECT min(due_on) FROM template_user_task t WHERE t.template = c.template) FROM template_case_file c"
    )
    with source.connect() as reading:
        return [
            Template(number, measure, stage, base, *(each and date.fromisoformat(each[:10]) for each in days))
            for number, measure, stage, base, *days in reading.execute(asked)
        ]


def made_cases(
    templates: list[Template], units: list[Unit], count: int, today: date
) -> Iterator[dict[str, Any]]:
    """Copies in the order of their filing, by the same chance each time."""
    chance = random.Random(count)  # noqa: S311 - made-up cases
    ended = [each for each in templates if each.stage in ENDED]
    open_ones = [each for each in templates if each.stage not in ENDED]
    drawn = []
    for _ in range(count):
        has_ended = chance.random() < ENDED_SHARE
        template = chance.choice(ended if has_ended else open_ones)
        longest = 365 * YEARS if has_ended else LONGEST_WAITS.get(template.stage, 45)
        days = (today - template.last_at).days - chance.randint(0, longest)
        drawn.append((template.filed_on + timedelta(days), days, template))
    drawn.sort(key=lambda each: each[0])
    running: dict[str, int] = {}
    for place, (filed_on, days, template) in enumerate(drawn):
        series = (
            f"{filed_on.year}-{''.join(part.zfill(2) for part in (template.measure + '.0').split('.')[:2])}"
        )
        running[series] = running.get(series, 0) + 1
        number = f"LF{series}-{running[series]:05}"
        is_of_a_large_one = chance.random() < OF_LARGE_UNITS / count
        unit = (
            units[min(int(chance.paretovariate(1.1)) - 1, 400)] if is_of_a_large_one else chance.choice(units)
        )
        key = f"{chance.choice(unit.brands)}{chance.choice(PROJECTS)}{chance.randint(1, 30)}期"
        yield {
            "place": place,
            "template": template.id,
            "days": days,
            "fiscal_year": filed_on.year,
            "overdue": template.due_on is not None and template.due_on + timedelta(days) < today,
            "number": number,
            "form": number_form(number),
            "unit": unit.code,
            "legal_person": unit.code,
            "unit_form": unit.form,
            "key_form": number_form(key),
            "unit_name": unit.name,
            "award_base": f"{template.award_base.partition(':')[0]}:{key}:{number}",
            "award_base_key": key,
            "found_by": "\n".join((number_form(number), unit.form, number_form(key))),
            "locality": unit.locality,
            "filing_key": f"bench-{number}",
            "applicant_account": f"of-{unit.code}",
        }


PROJECTS: Final = (
    "智算中心",
    "大模型",
    "机器人实训基地",
    "数据平台",
    "算力调度",
    "首台套装备",
    "示范场景",
    "安全检测",
    "语料库",
    "云服务",
)


def fill(store: Engine, templates: Path, units: list[Unit], count: int, today: date, *, narrow: bool) -> None:
    """Put so many cases into an empty, migrated store; ``narrow``, only with what lists read of them."""
    source = create_engine(f"sqlite:///{templates}")
    engine = create_engine(store.url)  # without what every transaction of the store begins with
    tables = [each for each in case_tables() if not narrow or each[0].name in LISTED]
    with engine.connect() as writing:
        quickly(writing)
        indexes = [index for table, _ in tables for index in table.indexes]
        for index in indexes:
            index.drop(writing)
        BENCH_CASE.create(writing)
        cases = made_cases(read_templates(source), units, count, today)
        for rows in in_portions(tqdm(cases, total=count, desc="cases", mininterval=5)):
            writing.execute(BENCH_CASE.insert(), rows)
        for table, _ in tables:
            _copy(writing, source, table, narrow=narrow)
        _have_found(writing)
        for index in tqdm(indexes, desc="indexes"):
            index.create(writing)
        BENCH_CASE.drop(writing)
        writing.commit()
    source.dispose()
    if engine.dialect.name == "postgresql":  # as its autovacuum would by and by
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as tidying:
            tidying.execute(text("VACUUM ANALYZE"))
    engine.dispose()


def in_portions(rows: Any) -> Iterator[list[Any]]:
    """Lists of rows to write at once."""
    portion = []
    for row in rows:
        portion.append(row)
        if len(portion) == AT_ONCE:
            yield portion
            portion = []
    if portion:
        yield portion


def quickly(writing: Connection) -> None:
    """A store that is filled from nothing need neither survive a fall meanwhile nor look up what rows point to."""
    if writing.dialect.name == "postgresql":
        writing.execute(text("SET session_replication_role = replica"))
        writing.execute(text("SET maintenance_work_mem = '512MB'"))
        return
    for pragma in ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-3000000"):
        writing.exec_driver_sql(f"PRAGMA {pragma}")


def _copy(writing: Connection, source: Engine, table: Table, *, narrow: bool) -> None:
    """Copy the templates of a table for each case; its rows are strewn, as those of cases that go on side by side are."""
    stage = staged(table)
    with source.connect() as reading:
        rows = [dict(row) for row in reading.execute(stage.select()).mappings()]
    if not rows:
        return
    if narrow and table.name == "act":  # the answer that its caller got
        rows = [row | {"progress": {}} for row in rows]
    stage.create(writing)
    writing.execute(stage.insert(), rows)
    kept = [column for column in table.columns if not _is_counted(column)]
    values = ", ".join(_value(writing.dialect.name, table, column) for column in kept)
    names = ", ".join(f'"{column.name}"' for column in kept)
    cross = "JOIN" if writing.dialect.name == "postgresql" else "CROSS JOIN"  # SQLite: in this order
    both = (f"{stage.name} t", "bench_case c")
    joined = f" {cross} ".join(reversed(both) if table.name == "case_file" else both)
    ordered = " ORDER BY c.place" if table.name == "case_file" else ""
    insert = f"INSERT INTO {table.name} ({names}) SELECT {values} FROM {joined} ON c.template = t.template{ordered}"  # noqa: S608 - our own names
    writing.exec_driver_sql(insert.replace("%", "%%") if writing.dialect.name == "postgresql" else insert)
    stage.drop(writing)


def _have_found(writing: Connection) -> None:
    """Lay down the parts of texts by which cases and units are found."""
    of_cases = "SELECT 'c' AS kind, number AS holder, {} AS said FROM bench_case"
    of_units = "SELECT 'u', code, {} FROM unit_entry WHERE form <> ''"
    texts = [of_cases.format(line) for line in ("form", "unit_form", "key_form")]
    texts += [of_units.format(line) for line in ("lower(code)", "form")]
    signs = " UNION ALL ".join(f"SELECT {sign} AS sign" for sign in range(1, LONGEST_TEXT + 1))
    writing.exec_driver_sql("DELETE FROM search_part")
    writing.exec_driver_sql(
        "INSERT INTO search_part (kind, part, holder)"  # noqa: S608 - nothing of a user
        f" SELECT DISTINCT kind, substr(said, sign, {LONGEST_PART}) AS part, holder"
        f" FROM ({' UNION ALL '.join(texts)}) t JOIN ({signs}) s ON sign <= length(said)"
        " ORDER BY kind, part, holder"
    )


def _is_counted(column: Column[Any]) -> bool:
    return column.primary_key and isinstance(column.type, Integer) and column.name == "id"


def _value(dialect: str, table: Table, column: Column[Any]) -> str:
    """A column of a copy, in SQL."""
    if table.name == "case_file" and column.name in BENCH_CASE.columns:
        return f"c.{column.name}"
    is_postgresql = dialect == "postgresql"
    moved = "{} + c.days" if is_postgresql else "date({}, c.days || ' days')"
    due_on = f"coalesce(CAST({moved.format('t.due_on')} AS TEXT), '{date.max}')"
    special = {
        "letter.number": "t.number || c.place",  # has the number of the case in parts
        "user_task.overdue": "c.overdue",
        "user_task.urgency": f"CASE WHEN c.overdue THEN '0' ELSE '1' END || {due_on}",
    }
    name = f't."{column.name}"'
    if (said := special.get(f"{table.name}.{column.name}")) is not None:
        return said
    if isinstance(column.type, Date):
        return moved.format(name)
    if isinstance(column.type, Instant):
        shift = "{} + c.days * interval '1 day'"
        return (shift if is_postgresql else "strftime('%Y-%m-%d %H:%M:%f000', {}, c.days || ' days')").format(
            name
        )
    return _renamed(name, column, is_postgresql=is_postgresql)


def _renamed(name: str, column: Column[Any], *, is_postgresql: bool) -> str:
    """A column with the number of the copy where the template's stood; JSON writes such signs as their codes."""
    is_json = isinstance(column.type, JSON)
    if not is_json and not isinstance(getattr(column.type, "impl", column.type), String):
        return name
    said = f"CAST({name} AS TEXT)" if is_json and is_postgresql else name
    for sign, into in ((NUMBER, "c.number"), (NUMBER_FORM, "c.form")):
        said = f"replace({said}, '{json.dumps(sign)[1:-1] if is_json else sign}', {into})"
    return f"CAST({said} AS JSON)" if is_json and is_postgresql else said
