"""Bytes to pages: one module a source; text, HTML and PDF meet at `Page`."""
