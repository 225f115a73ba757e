"""The databases that all other tests stand on."""

import psycopg


def test_an_empty_database_has_no_table_and_is_real(empty_database_url: str) -> None:
    if empty_database_url.startswith("sqlite"):
        return
    with psycopg.connect(empty_database_url.replace("+psycopg", "")) as connection:
        count = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        assert count == (0,)
