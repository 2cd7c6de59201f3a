"""Bound tables to records, one module a disclosure or a part of one."""
