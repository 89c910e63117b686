-- The volumes of one month: three deliveries with a row per item and customer. Some items are counted once per tertial or
-- year.
INSERT INTO volume_records
    (load_id, sheet, row, period, item, service, customer, quantity)
WITH
    ['lonespecifikationer', 'lonearenden', 'leverantorsfakturor', 'kundfakturor', 'servicearenden', 'pedagogiska_datorer',
        'administrativa_datorer', 'datalagring', 'it_infrastruktur', 'nki_poang', 'nki_svar', 'ovrigt'] AS items,
    number % 12 AS n,
    sipHash64(number, {month:UInt32}) AS h
SELECT
    {load:UInt64} + n % 3 AS load_id,
    'Volymer' AS sheet,
    toUInt32(number + 2) AS row,
    {month:UInt32} AS period,
    items[1 + n] AS item,
    '' AS service,
    concat('K', toString(100 + intDiv(number, 12))) AS customer,
    toDecimal64(if(item = 'nki_poang', 600 + h % 200, 100 + h % 1000), 4) AS quantity
FROM numbers(720)
WHERE multiIf(n IN (9, 10), period % 100 = 5, n BETWEEN 5 AND 8, period % 4 = 0, 1)
