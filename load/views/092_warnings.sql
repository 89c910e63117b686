-- What checks warned of, with the delivery that it stands in. A warning that somebody has accepted stays, with their name.
CREATE OR REPLACE VIEW warnings AS
WITH
    accepted AS
    (
        SELECT a.job AS job, a.check_name AS check_name, groupArray((a.delivery, a.period, a.accepted_by, a.accepted_on, a.comment)) AS entries
        FROM acceptance_records AS a
        INNER JOIN current_publications AS p ON a.load_id = p.load_id
        WHERE p.dataset = 'acceptances'
        GROUP BY a.job, a.check_name
    ),
    matched AS
    (
        SELECT
            l.job AS job, l.dataset AS dataset, l.file AS file, l.state AS state, l.loaded_at AS loaded_at, l.delivery AS delivery,
            w.load_id AS load_id, w.check_name AS check_name, w.sheet AS sheet, w.row AS row, w.cell AS cell, w.column AS column,
            w.period AS period, w.message AS message, w.count AS count,
            arrayFirst(
                e -> (e.1 IN ('', l.file) OR length(e.1) >= 12 AND startsWith(l.delivery, e.1)) AND e.2 IN (0, w.period), a.entries) AS entry
        FROM warning_records AS w
        INNER JOIN loads AS l ON w.load_id = l.load_id
        LEFT JOIN accepted AS a ON l.job = a.job AND w.check_name = a.check_name
        /* as of: WHERE l.loaded_at <= {at} */
    )
SELECT
    job,
    dataset,
    file,
    check_name,
    sheet,
    row,
    cell,
    column,
    period,
    message,
    count,
    entry.3 AS accepted_by,
    if(entry.3 = '', NULL, toNullable(entry.4)) AS accepted_on,
    entry.5 AS comment,
    state AS load_state,
    loaded_at,
    delivery,
    load_id
FROM matched
COMMENT 'what checks warned of, with file, sheet and A1 address, and who has accepted it'
