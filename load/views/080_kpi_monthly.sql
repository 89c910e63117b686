-- One row per indicator, slice and month with everything that a report or a dashboard sets side by side.
CREATE OR REPLACE VIEW kpi_monthly AS
SELECT
    k.indicator AS indicator,
    i.family AS family,
    i.name_sv AS name_sv,
    i.name_en AS name_en,
    i.unit AS unit,
    k.slice_kind AS slice_kind,
    k.slice AS slice,
    k.shown AS period,
    concat(toString(intDiv(k.shown, 100)), '-', leftPad(toString(k.shown % 100), 2, '0')) AS month,
    toDate(makeDate32(intDiv(k.shown, 100), k.shown % 100, 1)) AS month_start,
    anyIf(k.value, k.back = 0 AND k.scenario = 'actual' AND k.window = 'month') AS actual,
    anyIf(k.value, k.back = 0 AND k.scenario = 'actual' AND k.window = 'ytd') AS actual_ytd,
    anyIf(k.value, k.back = 0 AND k.scenario = 'actual' AND k.window = 'r12') AS actual_r12,
    anyIf(k.value, k.back = 0 AND k.scenario = 'actual' AND k.window = 'tertial') AS actual_tertial,
    anyIf(k.value, k.back = 1 AND k.scenario = 'actual' AND k.window = 'month') AS prior_year,
    anyIf(k.value, k.back = 1 AND k.scenario = 'actual' AND k.window = 'ytd') AS prior_year_ytd,
    anyIf(k.value, k.back = 1 AND k.scenario = 'actual' AND k.window = 'r12') AS prior_year_r12,
    anyIf(k.value, k.back = 0 AND k.scenario = 'budget' AND k.window = 'month') AS budget,
    anyIf(k.value, k.back = 0 AND k.scenario = 'budget' AND k.window = 'ytd') AS budget_ytd,
    anyIf(k.value, k.back = 0 AND k.scenario = 'budget' AND k.window = 'year') AS budget_year,
    anyIf(k.value, k.back = 0 AND k.scenario = 'forecast' AND k.window = 'year') AS forecast_year,
    anyIf(k.value, k.back = 0 AND k.scenario = 'target' AND k.window = 'month') AS target,
    anyIf(k.value, k.back = 0 AND k.scenario = 'target' AND k.window = 'ytd') AS target_ytd,
    anyIf(k.value, k.back = 0 AND k.scenario = 'target' AND k.window = 'year') AS target_year
FROM
(
    SELECT *, arrayJoin([0, 1]) AS back, period + 100 * back AS shown FROM kpi_values
) AS k
ANY LEFT JOIN indicators AS i ON k.indicator = i.indicator
GROUP BY indicator, family, name_sv, name_en, unit, slice_kind, slice, shown
HAVING countIf(k.back = 0) > 0
COMMENT 'every indicator per slice and month: actual, year to date, twelve months, prior year, budget, forecast, target'
