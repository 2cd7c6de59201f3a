-- Growth of revenue against the year before, fastest first.
SELECT code, short_name, period, value, prior, round(100 * (value / prior - 1), 2) AS growth
FROM financials
WHERE item = 'revenue' AND span = 'year_to_date' AND prior > 0
ORDER BY growth DESC
