-- Where every published record came from: delivery, file, sheet, row and cell. load_id is the load that shows it, origin
-- the one that it came in by, which differ when a later delivery of the same source kept the record.
CREATE OR REPLACE VIEW lineage AS
SELECT
    r.dataset AS dataset,
    r.period AS period,
    r.key AS key,
    r.figure AS figure,
    l.file AS file,
    r.sheet AS sheet,
    r.row AS row,
    r.cell AS cell,
    l.job AS job,
    l.delivery AS delivery,
    r.load_id AS load_id,
    l.load_id AS origin
FROM
(
    SELECT 'ledger' AS dataset, load_id, origin, period, sheet, row, cell, toString(account) AS key, toDecimal128(amount, 10) AS figure
    FROM ledger
    UNION ALL
    SELECT 'payroll' AS dataset, load_id, origin, period, sheet, row, cell, toString(organisation) AS key, toDecimal128(worked_hours, 10) AS figure
    FROM payroll
    UNION ALL
    SELECT 'volume' AS dataset, load_id, origin, period, sheet, row, cell, toString(item) AS key, toDecimal128(quantity, 10) AS figure
    FROM volume
    UNION ALL
    SELECT 'ticket' AS dataset, load_id, origin, period, sheet, row, cell, toString(ticket) AS key, toDecimal128(1, 10) AS figure
    FROM ticket
    UNION ALL
    SELECT 'plan' AS dataset, load_id, origin, period, sheet, row, cell, toString(concat(indicator, account, service)) AS key, toDecimal128(value, 10) AS figure
    FROM plan
    UNION ALL
    SELECT 'allocation' AS dataset, load_id, origin, period, sheet, row, cell, toString(service) AS key, toDecimal128(share, 10) AS figure
    FROM allocation
    UNION ALL
    SELECT 'status' AS dataset, load_id, origin, period, sheet, row, cell, toString(kind) AS key, toDecimal128(1, 10) AS figure
    FROM status
) AS r
INNER JOIN loads AS l ON if(r.origin = 0, r.load_id, r.origin) = l.load_id
COMMENT 'file, sheet, row and cell behind every published record'
