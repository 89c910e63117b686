-- Every delivery that was loaded or refused: the file, the job that took it in, and what became of its rows.
CREATE OR REPLACE VIEW deliveries AS
SELECT load_id, job, dataset, source, file, delivery, state, reason, rows_read, records, rejected_rows, skipped_rows, loaded_at
FROM loads AS l
WHERE l.dataset NOT IN ('catalogue', 'acceptances') /* as of: AND l.loaded_at <= {at} */
COMMENT 'deliveries as they were loaded or refused'
