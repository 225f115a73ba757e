"""What a database says of the way on which it looks for rows: which tables it reads through, and what it has to sort."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Engine
from sqlmodel import SQLModel

import adapters.store.schema  # noqa: F401 - makes every table known

GROWING: Final = frozenset(
    table.name
    for table in SQLModel.metadata.tables.values()
    if table.name
    in ("case_file", "unit", "unit_entry", "search_part", "audit_entry", "audit_head", "bulk_act")
    or "case_number" in table.columns
)
"""Tables that have more rows the more cases there are."""

OF_DESKS: Final = ("user_task", "case_party")

ONE: Final = re.compile(
    r"\b(?:number|case_number|id|code|unit|legal_person|holder|chain|account|key|rowid)\b ?="
)
"""What few rows are found by: those of one case, of one unit, of one person, or of the page that is shown."""

CAST: Final = re.compile(r"\)?::\w+")

FORCED: Final = (
    "enable_seqscan",
    "enable_bitmapscan",
    "enable_sort",
    "enable_incremental_sort",
    "enable_hashjoin",
    "enable_mergejoin",
)
"""A table of ten rows is read through by PostgreSQL, however it is indexed: these ways it takes only where it has no other."""


@dataclass(frozen=True)
class Way:
    """How a statement reads one table: by an index, by which columns of it, and whether what it found is sorted."""

    table: str
    index: str
    found_by: str
    is_sorted: bool

    def fault(self, asked: set[str], *, of_desks: bool) -> str:
        """What would take the longer the more cases there are; empty where nothing would.

        Args:
            asked: the columns of this table that are to be something (``=``), for which there is to be an index.
            of_desks: whether what waits at one desk may be gone through, which is bounded by what people can do.
        """
        if of_desks and self.table in OF_DESKS and "party" in self.found_by:
            return ""
        if self.table not in GROWING or ONE.search(self.found_by):
            return ""
        if not self.index:
            return f"{self.table} is read through"
        if asked and not asked & set(re.findall(r"(\w+) ?=", self.found_by)):
            return f"{self.table} is gone through in order for {sorted(asked)}"
        return f"{self.table} is sorted" if self.is_sorted else ""


def faults_of(engine: Engine, statement: str, parameters: Any, *, of_desks: bool) -> list[str]:
    """What is wrong with the way on which a statement goes."""
    asked = defaultdict[str, set[str]](set)
    is_sqlite = engine.dialect.name == "sqlite"  # the other has statistics, which of three rows say nothing
    for table, column in re.findall(r"(\w+)\.(\w+) = \?", statement) if is_sqlite else ():
        asked[table].add(column)
    faults = (way.fault(asked[way.table], of_desks=of_desks) for way in _ways(engine, statement, parameters))
    return list(filter(None, faults))


def _ways(engine: Engine, statement: str, parameters: Any) -> list[Way]:
    with engine.connect() as asking:
        if engine.dialect.name == "sqlite":
            rows = asking.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            return list(_of_sqlite(statement, rows))
        for name in FORCED:
            asking.exec_driver_sql(f"SET LOCAL {name} = off")
        told = asking.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
        plan = json.loads(told) if isinstance(told, str) else told
        return list(_of_postgresql(plan[0]["Plan"], is_sorted=False))


def _of_sqlite(statement: str, rows: Any) -> Iterator[Way]:
    """Each line says what one loop does; what is sorted is said once for all loops beside each other."""
    tables = dict(re.findall(r"(?:FROM|JOIN|,) (\w+) AS (\w+)", statement))
    by_alias = {alias: table for table, alias in tables.items()}
    sorted_parents = {parent for _, parent, _, said in rows if said.startswith("USE TEMP B-TREE FOR")}
    for _, parent, _, said in rows:
        found = re.match(r"(SCAN|SEARCH) (\w+)(?: USING (.*))?", said)
        if found:
            name, using = str(found[2]), str(found[3] or "")
            columns: Any = re.search(r"\((.*)\)", using)
            yield Way(
                by_alias.get(name, name),
                using or "",
                str(columns[1]) if columns else "",
                parent in sorted_parents,
            )


def _of_postgresql(node: Any, *, is_sorted: bool) -> Iterator[Way]:
    """Of a case that is joined to what waits at a desk nothing is said: which of three rows comes first is no matter."""
    kind = node["Node Type"]
    below = is_sorted or kind in ("Sort", "Incremental Sort")
    if "Relation Name" in node:
        found_by = CAST.sub("", f"{node.get('Index Cond', '')} {node.get('Recheck Cond', '')}")
        index = node.get("Index Name", "") or ("by others" if kind.startswith("Bitmap") else "")
        yield Way(node["Relation Name"], index, found_by, is_sorted)
    ways = [way for each in node.get("Plans", ()) for way in _of_postgresql(each, is_sorted=below)]
    desks = [way for way in ways if way.table in OF_DESKS] if kind == "Nested Loop" else []
    yield from desks or ways
