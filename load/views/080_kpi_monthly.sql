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
    k.actual AS actual,
    k.actual_ytd AS actual_ytd,
    k.actual_r12 AS actual_r12,
    k.actual_tertial AS actual_tertial,
    k.prior_year AS prior_year,
    k.prior_year_ytd AS prior_year_ytd,
    k.prior_year_r12 AS prior_year_r12,
    k.budget AS budget,
    k.budget_ytd AS budget_ytd,
    k.budget_year AS budget_year,
    k.forecast_year AS forecast_year,
    k.target AS target,
    k.target_ytd AS target_ytd,
    k.target_year AS target_year
FROM
(
    SELECT
        indicator,
        slice_kind,
        slice,
        period + 100 * back AS shown,
        anyIf(value, back = 0 AND scenario = 'actual' AND window = 'month') AS actual,
        anyIf(value, back = 0 AND scenario = 'actual' AND window = 'ytd') AS actual_ytd,
        anyIf(value, back = 0 AND scenario = 'actual' AND window = 'r12') AS actual_r12,
        anyIf(value, back = 0 AND scenario = 'actual' AND window = 'tertial') AS actual_tertial,
        anyIf(value, back = 1 AND window = 'month') AS prior_year,
        anyIf(value, back = 1 AND window = 'ytd') AS prior_year_ytd,
        anyIf(value, back = 1 AND window = 'r12') AS prior_year_r12,
        anyIf(value, scenario = 'budget' AND window = 'month') AS budget,
        anyIf(value, scenario = 'budget' AND window = 'ytd') AS budget_ytd,
        anyIf(value, scenario = 'budget' AND window = 'year') AS budget_year,
        anyIf(value, scenario = 'forecast' AND window = 'year') AS forecast_year,
        anyIf(value, scenario = 'target' AND window = 'month') AS target,
        anyIf(value, scenario = 'target' AND window = 'ytd') AS target_ytd,
        anyIf(value, scenario = 'target' AND window = 'year') AS target_year
    FROM kpi_values
    ARRAY JOIN if(scenario = 'actual' AND window IN ('month', 'ytd', 'r12'), [0, 1], [0]) AS back -- also seen from a year later
    GROUP BY indicator, slice_kind, slice, shown
    HAVING countIf(back = 0) > 0
) AS k
ANY LEFT JOIN indicators AS i ON k.indicator = i.indicator
COMMENT 'every indicator per slice and month: actual, year to date, twelve months, prior year, budget, forecast, target'
