-- What the services cost in one year, actual and budget.
INSERT INTO plan_records
    (load_id, sheet, row, period, scenario, version, dated, span, service, value)
SELECT
    {load:UInt64} AS load_id,
    'Kostnader' AS sheet,
    toUInt32(number + 2) AS row,
    toUInt32(intDiv({month:UInt32}, 100) * 100) AS period,
    if(number % 2 = 0, 'actual', 'budget') AS scenario,
    'v1' AS version,
    makeDate32(intDiv({month:UInt32}, 100), 1, 1) AS dated,
    'year' AS span,
    concat('T', toString(110 + 10 * intDiv(number, 2))) AS service,
    toDecimal64(1000000 + sipHash64(number, {month:UInt32}) % 1000000, 4) AS value
FROM numbers(120)
