#!/bin/sh
# Runs once, when the volume of PostgreSQL is still empty: a role of its own for Temporal and one for our store.
set -eu

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set temporal_password="$TEMPORAL_DB_PASSWORD" --set store_password="$STORE_DB_PASSWORD" <<'SQL'
CREATE ROLE temporal LOGIN PASSWORD :'temporal_password';
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
CREATE ROLE duixian LOGIN PASSWORD :'store_password';
CREATE DATABASE duixian OWNER duixian;
SQL
