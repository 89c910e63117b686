-- The budget of one year in two versions: a row per unit, account and month.
INSERT INTO plan_records
    (load_id, sheet, row, period, scenario, version, dated, span, account, organisation, service, value)
WITH
    number % 10 AS k,
    intDiv(number, 10) % 500 AS unit,
    intDiv(number, 5000) % 12 AS m,
    intDiv(number, 60000) AS edition
SELECT
    {load:UInt64} + edition AS load_id,
    'Budget' AS sheet,
    toUInt32(number + 2) AS row,
    toUInt32(intDiv({month:UInt32}, 100) * 100 + m + 1) AS period,
    'budget' AS scenario,
    concat('v', toString(edition + 1)) AS version,
    makeDate32(intDiv({month:UInt32}, 100), 1, 1 + edition) AS dated,
    'month' AS span,
    toString(1000 + (unit * 17 + 36 * k) % 400 * 20) AS account,
    toString(10000 + unit) AS organisation,
    concat('T', toString(110 + 10 * (unit * 7 % 60))) AS service,
    toDecimal64(sipHash64(number) % 100000, 4) AS value
FROM numbers(120000)
