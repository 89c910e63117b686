-- What a scheduler must remember: who acts, and which slots of the timetable have been run.

CREATE TABLE IF NOT EXISTS scheduler_leases (
    fence UInt64 COMMENT 'the fencing number of the lease; the greatest that was not withdrawn is in force',
    owner String COMMENT 'the scheduler that it was given to: host, process, start',
    action LowCardinality(String) COMMENT 'claim, renew, release, or withdraw (another one was faster)',
    written_at DateTime64(6, 'UTC') COMMENT 'when',
    until DateTime64(6, 'UTC') COMMENT 'until when the lease runs'
) ENGINE = MergeTree ORDER BY (fence, written_at) TTL toDateTime(written_at) + INTERVAL 7 DAY DELETE WHERE action = 'renew'
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'which scheduler acts';

CREATE TABLE IF NOT EXISTS slots (
    job LowCardinality(String) COMMENT 'the job',
    slot DateTime('UTC') COMMENT 'the instant at which it was to run',
    fence UInt64 COMMENT 'the lease of the scheduler that wrote it',
    result LowCardinality(String) COMMENT 'claimed when the run began; then succeeded, failed, skipped, cancelled, blocked, missed; enrolled when the schedule began to count',
    missed UInt32 COMMENT 'how many earlier slots are settled with it, which were not run',
    attempts UInt32 COMMENT 'how often it was tried',
    reason String COMMENT 'why it did not succeed',
    schedule String COMMENT 'the schedule of the job then',
    started_at DateTime64(3, 'UTC') COMMENT 'when the first attempt began; 1970 when it was not run',
    finished_at DateTime64(3, 'UTC') COMMENT 'when the last one ended; 1970 when it was not run',
    written_at DateTime64(6, 'UTC') COMMENT 'when it was written',
    token String COMMENT 'tells one writing from another'
) ENGINE = MergeTree ORDER BY (job, slot, written_at) TTL toDateTime(written_at) + INTERVAL 2 YEAR
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'what became of the slots of the timetable, for two years';

CREATE TABLE IF NOT EXISTS due_dates (
    job LowCardinality(String) COMMENT 'the job',
    period UInt32 COMMENT 'the month as YYYYMM',
    due_at DateTime('UTC') COMMENT 'from when on its delivery is late',
    written_at DateTime64(6, 'UTC') COMMENT 'when this was so; the newest time holds'
) ENGINE = MergeTree ORDER BY (written_at, job, period) TTL toDateTime(written_at) + INTERVAL 2 YEAR
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'when the deliveries of months are due, as the jobs say: for a year back';
