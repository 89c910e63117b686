-- The colour of every actual value that has a target for the same window: green when the target is met in the
-- indicator's good direction, yellow within the tolerance (percent of the target), red beyond. Neutral indicators have
-- no colour.
CREATE OR REPLACE VIEW kpi_status AS
SELECT
    v.indicator AS indicator,
    v.period AS period,
    v.slice_kind AS slice_kind,
    v.slice AS slice,
    v.window AS window,
    anyIf(v.value, v.scenario = 'actual') AS actual,
    anyIf(v.value, v.scenario = 'target') AS target,
    if(any(i.direction) = 'higher', target - actual, actual - target) AS shortfall,
    multiIf(
        shortfall <= 0, 'green',
        shortfall <= abs(target) * any(i.tolerance) / 100, 'yellow',
        'red') AS status
FROM kpi_values AS v
ANY LEFT JOIN indicators AS i ON v.indicator = i.indicator
GROUP BY indicator, period, slice_kind, slice, window
HAVING actual IS NOT NULL AND target IS NOT NULL AND any(i.direction) IN ('higher', 'lower')
COMMENT 'green, yellow or red for every value that has a target'
