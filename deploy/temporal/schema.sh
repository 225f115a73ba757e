#!/bin/sh
# Brings both schemas of Temporal to the version of this image. Safe to repeat; it comes first at every upgrade, and an
# upgrade goes one minor version at a time.
set -eu

for database in temporal visibility; do
    case $database in
        temporal) name=temporal ;;
        visibility) name=temporal_visibility ;;
    esac
    set -- temporal-sql-tool --plugin postgres12_pgx --endpoint "$SQL_HOST" --port 5432 --user "$SQL_USER" --db "$name"
    "$@" setup-schema --version 0.0
    "$@" update-schema --schema-dir "/etc/temporal/schema/postgresql/v12/$database/versioned"
done
