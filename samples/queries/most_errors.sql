-- Reports whose own figures contradict each other most.
SELECT code, short_name, period, count(*) AS errors, string_agg(DISTINCT rule, ' ') AS rules
FROM findings WHERE severity = 'error'
GROUP BY ALL ORDER BY errors DESC, code
