-- One row per indicator, slice and year: the whole year (NULL until all its months are there; an indicator that is
-- measured once per tertial or year needs one measurement), the year before, and the plans.
CREATE OR REPLACE VIEW kpi_yearly AS
SELECT
    indicator,
    slice_kind,
    slice,
    toUInt16(intDiv(period, 100) + back) AS year,
    anyIf(value, back = 0 AND scenario = 'actual') AS actual,
    anyIf(value, back = 1 AND scenario = 'actual') AS prior_year,
    anyIf(value, back = 0 AND scenario = 'budget') AS budget,
    anyIf(value, back = 0 AND scenario = 'forecast') AS forecast,
    anyIf(value, back = 0 AND scenario = 'target') AS target
FROM kpi_values
ARRAY JOIN [0, 1] AS back
WHERE window = 'year' AND period % 100 = 12
GROUP BY indicator, slice_kind, slice, year
HAVING countIf(back = 0) > 0
COMMENT 'every indicator per slice and year'
