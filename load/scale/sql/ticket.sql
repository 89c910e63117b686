-- The tickets of one month: one delivery.
INSERT INTO ticket_records
    (load_id, sheet, row, period, ticket, service, customer, priority, opened_at, due_at, resolved_at)
WITH sipHash64(number, {month:UInt32}) AS h
SELECT
    {load:UInt64} AS load_id,
    'Ärenden' AS sheet,
    toUInt32(number + 2) AS row,
    {month:UInt32} AS period,
    concat('INC', toString({month:UInt32}), toString(1000000 + number)) AS ticket,
    concat('T', toString(110 + 10 * (h % 60))) AS service,
    concat('K', toString(100 + bitShiftRight(h, 8) % 60)) AS customer,
    toString(1 + bitShiftRight(h, 16) % 4) AS priority,
    toDateTime(makeDate(intDiv({month:UInt32}, 100), {month:UInt32} % 100, 1 + bitShiftRight(h, 20) % 28), 'UTC') AS opened_at,
    if(bitShiftRight(h, 28) % 10 = 0, NULL, opened_at + 86400 * 3) AS due_at,
    if(bitShiftRight(h, 32) % 50 = 0, NULL, opened_at + 3600 * (bitShiftRight(h, 40) % 80)) AS resolved_at
FROM numbers({size:UInt64})
