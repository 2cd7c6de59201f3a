"""A printed figure: its text as a Decimal, its unit, its last place, what it can stand for, and the slips that made it.

Shared by tables, disclosures, checks and comparisons; there is no other last place, interval or slip, and `numbers`
is the only place where text becomes a Decimal.
"""
