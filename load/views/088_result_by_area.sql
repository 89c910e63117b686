-- The result per branch and area, in kr, surplus positive.
CREATE OR REPLACE VIEW result_by_area AS
SELECT
    period,
    splitByChar('/', slice, 2)[1] AS branch,
    substring(slice, position(slice, '/') + 1) AS area,
    anyIf(value, scenario = 'actual' AND window = 'month') AS actual,
    anyIf(value, scenario = 'actual' AND window = 'ytd') AS actual_ytd,
    anyIf(value, scenario = 'budget' AND window = 'ytd') AS budget_ytd,
    anyIf(value, scenario = 'budget' AND window = 'year') AS budget_year,
    anyIf(value, scenario = 'forecast' AND window = 'year') AS forecast_year
FROM kpi_values
WHERE indicator = 'resultat' AND slice_kind = 'branch_area'
GROUP BY period, slice
COMMENT 'result per branch (administration, development) and area'
