-- The hours of one month: one delivery with a row per person.
INSERT INTO payroll_records
    (load_id, sheet, row, period, person, organisation, employment, sex, age_group, scheduled_hours, worked_hours, sick_hours, long_sick_hours)
WITH sipHash64(number, {month:UInt32}) AS h
SELECT
    {load:UInt64} AS load_id,
    'Lön' AS sheet,
    toUInt32(number + 2) AS row,
    {month:UInt32} AS period,
    hex(sipHash128(number)) AS person,
    toString(10000 + number % 500) AS organisation,
    if(number % 10 = 0, 'hourly', 'monthly') AS employment,
    if(number % 3 = 0, 'male', 'female') AS sex,
    ['-29', '30-49', '50-'][1 + number % 3] AS age_group,
    if(number % 10 = 0, NULL, toDecimal64(165, 2)) AS scheduled_hours,
    toDecimal64(100 + h % 65, 2) AS worked_hours,
    toDecimal64(h % 20, 2) AS sick_hours,
    toDecimal64(h % 4, 2) AS long_sick_hours
FROM numbers({size:UInt64})
