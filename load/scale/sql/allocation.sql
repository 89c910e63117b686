-- The allocation keys of one year: 60 services, 60 customers.
INSERT INTO allocation_records
    (load_id, sheet, row, period, service, customer, driver, share)
SELECT
    {load:UInt64} AS load_id,
    'Nycklar' AS sheet,
    toUInt32(number + 2) AS row,
    toUInt32(intDiv({month:UInt32}, 100) * 100) AS period,
    concat('T', toString(110 + 10 * intDiv(number, 60))) AS service,
    concat('K', toString(100 + number % 60)) AS customer,
    'antal' AS driver,
    if(number % 60 = 0, toDecimal64(0.056, 10), toDecimal64(0.016, 10)) AS share
FROM numbers(3600)
