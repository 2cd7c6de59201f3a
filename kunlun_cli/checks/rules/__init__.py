"""The rules, one module each, named by code and fault; the registry finds them here."""
