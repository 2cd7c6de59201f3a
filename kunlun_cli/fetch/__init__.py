"""Newly published reports from where companies publish them: the one room that goes to the network.

`source` says what a source is, and each source is one file; `http` is polite on its behalf; `titles` knows a
report by its announcement's title; `manifest` keeps what was fetched; `run` does it all.
"""
