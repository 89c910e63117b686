-- The activities, assignments and projects of one December.
INSERT INTO status_records
    (load_id, sheet, row, period, kind, area, position, item, status)
SELECT
    {load:UInt64} AS load_id,
    'Status' AS sheet,
    toUInt32(number + 2) AS row,
    {month:UInt32} AS period,
    ['activity', 'assignment', 'project'][1 + number % 3] AS kind,
    'Process' AS area,
    toInt32(number) AS position,
    concat('item ', toString(number)) AS item,
    'green' AS status
FROM numbers(30)
