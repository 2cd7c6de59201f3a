"""The financial statements of a report: found by their titles, taken line by line, held against their identities."""
