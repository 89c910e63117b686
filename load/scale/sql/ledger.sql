-- The postings of one month: one delivery per area. A unit posts on 64 of the accounts, some far more than others, for three
-- services and now and then on one of four projects.
INSERT INTO ledger_records
    (load_id, sheet, row, period, account, organisation, project, activity, service, counterpart, voucher, posted_on, amount)
WITH
    sipHash64(number, {month:UInt32}) AS h,
    intDiv(number, {size:UInt64}) AS source,
    number % {size:UInt64} AS place,
    source * 50 + h % 50 AS unit,
    bitShiftRight(h, 8) % 1000 / 1000 AS u,
    (unit * 17 + 6 * toUInt32(64 * u * u)) % 400 AS n,
    toInt64(bitShiftRight(h, 20) % 1000000) AS ore
SELECT
    {load:UInt64} + source AS load_id,
    'Huvudbok' AS sheet,
    toUInt32(place + 2) AS row,
    multiIf({month:UInt32} % 100 = 12 AND place % 50 = 0, {month:UInt32} + 1,
        {month:UInt32} % 100 = 1 AND place % 50 = 0, {month:UInt32} - 1,
        {month:UInt32}) AS period,
    toString(1000 + n * 20) AS account,
    toString(10000 + unit) AS organisation,
    if(bitShiftRight(h, 40) % 10 < 3, concat('P', toString(1000 + (unit + bitShiftRight(h, 44) % 4) % 200)), '') AS project,
    toString(100 + bitShiftRight(h, 46) % 50) AS activity,
    concat('T', toString(110 + 10 * ((unit * 7 + bitShiftRight(h, 50) % 3) % 60))) AS service,
    if(bitShiftRight(h, 53) % 5 = 0, concat('K', toString(100 + bitShiftRight(h, 56) % 60)), '') AS counterpart,
    concat('V', toString(100000 + intDiv(number, 4))) AS voucher,
    makeDate32(intDiv({month:UInt32}, 100), {month:UInt32} % 100, 1 + bitShiftRight(h, 34) % 28) AS posted_on,
    toDecimal64(if(account < '4000' AND account >= '3000', -5 * ore, ore), 2) / 100 AS amount
FROM numbers(10 * {size:UInt64})
