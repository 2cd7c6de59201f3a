"""Filings read by a process of their own: the process and what is asked of it."""
