-- The forecasts of one year in three versions: a row per unit and account for the whole year.
INSERT INTO plan_records
    (load_id, sheet, row, period, scenario, version, dated, span, account, organisation, value)
WITH
    number % 10 AS k,
    intDiv(number, 10) % 500 AS unit,
    intDiv(number, 5000) AS edition
SELECT
    {load:UInt64} + edition AS load_id,
    'Prognos' AS sheet,
    toUInt32(number + 2) AS row,
    toUInt32(intDiv({month:UInt32}, 100) * 100) AS period,
    'forecast' AS scenario,
    concat('p', toString(edition + 1)) AS version,
    makeDate32(intDiv({month:UInt32}, 100), 4 + 3 * edition, 1) AS dated,
    'year' AS span,
    toString(1000 + (unit * 17 + 36 * k) % 400 * 20) AS account,
    toString(10000 + unit) AS organisation,
    toDecimal64(sipHash64(number) % 1000000, 4) AS value
FROM numbers(15000)
