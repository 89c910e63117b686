-- Who has delivered which month, who is late, and who is waited for. A source is waited for from the month after its first
-- delivery on, by the due dates of its job; a job that has delivered nothing, for the last month that is due.
CREATE OR REPLACE VIEW delivery_calendar AS
WITH
    dates AS
    (
        SELECT job, period, due_at, due_at <= now() /* as of: AND due_at <= {at} */ AS passed
        FROM due_dates
        WHERE job != '' AND written_at = (SELECT max(written_at) FROM due_dates /* as of: WHERE written_at <= {at} */)
    ),
    delivered AS
    (
        SELECT l.job AS job, p.source AS source, p.period AS period, p.published_at AS delivered_at, l.file AS file, l.rejected_rows AS rejected_rows,
            '' AS closing
        FROM current_publications AS p
        INNER JOIN loads AS l ON p.load_id = l.load_id
        WHERE p.period > 0 AND p.dataset NOT IN ('catalogue', 'measures', 'acceptances')
        UNION ALL
        SELECT job, source, period, held_at, file, 0, closing
        FROM late_deliveries
    ),
    -- the first time that the month came
    arrived AS
    (
        SELECT source, period, min(published_at) AS first_at
        FROM publications
        WHERE action = 'load' /* as of: AND published_at <= {at} */
        GROUP BY source, period
    ),
    waited AS
    (
        SELECT s.job AS job, s.source AS source, d.period AS period, d.due_at AS due_at, d.passed AS passed
        FROM dates AS d
        INNER JOIN
        (
            SELECT job, source, min(period) AS since FROM delivered GROUP BY job, source
            UNION ALL
            SELECT job, job, max(period) - 1 FROM dates WHERE passed AND job NOT IN (SELECT job FROM delivered) GROUP BY job
        ) AS s ON d.job = s.job
        WHERE d.period > s.since
    )
SELECT
    c.job AS job,
    c.source AS source,
    c.period AS period,
    max(c.due_at) AS due_at,
    max(c.delivered_at) AS delivered_at,
    any(a.first_at) AS first_delivered_at,
    multiIf(
        max(c.closing) != '', 'held',
        max(c.came) AND ifNull(first_delivered_at > due_at, 0), 'came late',
        max(c.came), 'delivered',
        max(c.passed), 'late',
        'expected') AS state,
    max(c.file) AS file,
    max(c.rejected_rows) AS rejected_rows
FROM
(
    SELECT
        job, source, period, CAST(NULL, 'Nullable(DateTime(\'UTC\'))') AS due_at, toNullable(delivered_at) AS delivered_at, 1 AS came, 0 AS passed,
        file, rejected_rows, closing
    FROM delivered
    UNION ALL
    SELECT job, source, period, due_at, NULL, 0, passed, '', 0, ''
    FROM waited
) AS c
LEFT JOIN arrived AS a ON c.source = a.source AND c.period = a.period
GROUP BY job, source, period
COMMENT 'every source and month: delivered, came late, held (closed month), late, or expected, with the due date'
