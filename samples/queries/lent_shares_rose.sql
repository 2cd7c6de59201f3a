-- Whose lent shares rose within a report.
SELECT DISTINCT code, short_name, period, name, opening_lent_shares, closing_lent_shares
FROM lending
WHERE "table" = 'participation' AND closing_lent_shares > coalesce(opening_lent_shares, 0)
ORDER BY closing_lent_shares - coalesce(opening_lent_shares, 0) DESC
