-- Who left the top ten, where, and between which reports.
WITH reports AS (
  SELECT code, period, lead(period) OVER (PARTITION BY code ORDER BY period_end) AS following
  FROM (SELECT DISTINCT code, period, period_end FROM holders)
)
SELECT DISTINCT h.code, h.short_name, h.name, h.pct AS last_pct, period AS last_seen, following AS gone_by
FROM holders h JOIN reports USING (code, period)
WHERE h."table" = 'top10' AND following IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM holders n
  WHERE n.code = h.code AND n.period = following AND n."table" = 'top10' AND n.name = h.name
)
ORDER BY h.code, gone_by, last_pct DESC
