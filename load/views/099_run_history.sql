-- Every run of a job, and every slot of the timetable that was not run.
CREATE OR REPLACE VIEW run_history AS
SELECT started_at, run_id, trigger, job, outcome, deliveries, records, rejected_rows,
    dateDiff('millisecond', started_at, finished_at) / 1000 AS seconds, message
FROM runs /* as of: WHERE started_at <= {at} */
UNION ALL
SELECT settled_at, concat(job, '@', formatDateTime(slot, '%Y-%m-%dT%H:%i:%SZ')), 'schedule', job, result, 0, 0, 0, 0, reason
FROM settlements
WHERE attempts = 0 AND result != 'enrolled'
COMMENT 'runs of jobs with their outcome, counts and duration, and slots that were skipped, blocked or missed'
