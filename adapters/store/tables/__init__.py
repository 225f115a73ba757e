"""The tables, one file an aggregate. ``adapters.store.schema`` gathers them; rows never leave the store."""
