"""Composes the sample filings: made-up companies in the layout of the official forms."""
