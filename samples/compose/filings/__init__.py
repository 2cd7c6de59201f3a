"""The made-up filings, one module each: facts first, then their pages."""
