"""Relations over every table of a report: what adds up, what changes, what is a share, and where one figure is odd.

The engine knows no table by name. A relation is a hypothesis about a whole table; it may accuse a figure only
where it is confirmed elsewhere in the same table, and never where any reading that fits there fits here too.
"""
