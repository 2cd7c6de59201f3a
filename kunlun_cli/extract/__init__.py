"""Bound tables to records, one module a subcommand; `numbers` is the only place where text becomes a Decimal."""
