"""Lists, worklists, search, notices and case pages of a store with very many cases."""
