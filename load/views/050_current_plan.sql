-- The plans that count: of each series, scenario, year and kind of plan the newest version. Earlier versions stay in
-- the view plan.
CREATE OR REPLACE VIEW current_plan AS
SELECT
    p.*,
    multiIf(p.indicator != '', 'indicator', p.account != '', 'account', 'service') AS kind,
    l.series AS series
FROM plan AS p
INNER JOIN loads AS l ON l.load_id = p.load_id
QUALIFY (ifNull(p.dated, toDate32('1900-01-01')), p.version)
    = max((ifNull(p.dated, toDate32('1900-01-01')), p.version)) OVER (PARTITION BY series, p.scenario, intDiv(p.period, 100), kind)
COMMENT 'the newest version of every budget, forecast, target and stated actual'
