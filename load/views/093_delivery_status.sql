-- Who has delivered what for which month. A source is missing in a month of a year in which it delivered an earlier
-- month, when the dataset has that month, or a later one, from anybody.
CREATE OR REPLACE VIEW delivery_status AS
WITH
    delivered AS
    (
        SELECT p.dataset AS dataset, p.source AS source, p.period AS period, p.published_at AS published_at, p.load_id AS load_id
        FROM current_publications AS p
        WHERE p.load_id != 0 AND p.dataset NOT IN ('catalogue', 'measures', 'acceptances')
    ),
    expected AS
    (
        SELECT s.dataset AS dataset, s.source AS source, toUInt32(intDiv(m, 12) * 100 + m % 12 + 1) AS period
        FROM
        (
            SELECT
                dataset,
                source,
                minIf(intDiv(period, 100) * 12 + period % 100 - 1, period % 100 BETWEEN 1 AND 12) AS first_month,
                max(maxIf(intDiv(period, 100) * 12 + period % 100 - 1, period % 100 BETWEEN 1 AND 12))
                    OVER (PARTITION BY dataset) AS last_month
            FROM delivered
            GROUP BY dataset, source, intDiv(period, 100)
            HAVING countIf(period % 100 BETWEEN 1 AND 12) > 1
        ) AS s
        ARRAY JOIN range(first_month, least(last_month, intDiv(first_month, 12) * 12 + 11) + 1) AS m
    )
SELECT
    if(d.source != '', d.dataset, e.dataset) AS dataset,
    if(d.source != '', d.source, e.source) AS source,
    if(d.source != '', d.period, e.period) AS period,
    if(d.source != '', 'delivered', 'missing') AS state,
    l.job AS job,
    l.file AS file,
    l.delivery AS delivery,
    if(d.source != '', toNullable(d.published_at), NULL) AS published_at,
    l.records AS records,
    l.rejected_rows AS rejected_rows,
    w.noticed AS warnings,
    w.noticed - w.accepted AS open_warnings
FROM expected AS e
FULL JOIN delivered AS d ON e.dataset = d.dataset AND e.source = d.source AND e.period = d.period
LEFT JOIN loads AS l ON d.load_id = l.load_id
LEFT JOIN
(
    SELECT load_id, sum(count) AS noticed, sumIf(count, accepted_by != '') AS accepted FROM warnings GROUP BY load_id
) AS w ON d.load_id = w.load_id
COMMENT 'deliveries per dataset, source and month: delivered or missing'
