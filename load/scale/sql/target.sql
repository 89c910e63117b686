-- The targets of one year: a row per indicator and month, and one for the year.
INSERT INTO plan_records
    (load_id, sheet, row, period, scenario, version, dated, span, indicator, value)
WITH
    ['sjukfranvaro', 'manadsarbetare', 'lonespecifikationer', 'lonearenden', 'leverantorsfakturor', 'kundfakturor',
        'servicearenden', 'sla'] AS indicators,
    intDiv(number, 8) AS m
SELECT
    {load:UInt64} AS load_id,
    'Mål' AS sheet,
    toUInt32(number + 2) AS row,
    toUInt32(intDiv({month:UInt32}, 100) * 100 + m) AS period,
    'target' AS scenario,
    'v1' AS version,
    makeDate32(intDiv({month:UInt32}, 100), 1, 1) AS dated,
    if(m = 0, 'year', 'month') AS span,
    indicators[1 + number % 8] AS indicator,
    toDecimal64(if(indicator IN ('sjukfranvaro', 'sla'), 7, 40000), 4) AS value
FROM numbers(104)
