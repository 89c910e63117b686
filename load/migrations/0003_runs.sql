-- The history of runs: one row per finished job of a run.

CREATE TABLE IF NOT EXISTS runs (
    run_id String COMMENT 'the run; one run may execute several jobs',
    job LowCardinality(String) COMMENT 'the job',
    trigger LowCardinality(String) COMMENT 'demand, backfill or schedule',
    started_at DateTime64(3, 'UTC') COMMENT 'when the job began',
    finished_at DateTime64(3, 'UTC') COMMENT 'when it ended',
    outcome LowCardinality(String) COMMENT 'loaded, unchanged, partly, failed or skipped',
    deliveries UInt32 COMMENT 'deliveries that were loaded',
    rows_read UInt64 COMMENT 'rows that were read',
    records UInt64 COMMENT 'records that were loaded',
    rejected_rows UInt64 COMMENT 'rows that were refused',
    skipped_rows UInt64 COMMENT 'rows that hold no data',
    message String COMMENT 'what went wrong'
) ENGINE = MergeTree ORDER BY (started_at, job)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'history of runs';
