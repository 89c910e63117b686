-- What happened to publications besides loading: months that were closed, loads that were held back because of it, and
-- why a publication was made.

ALTER TABLE publications ADD COLUMN IF NOT EXISTS action LowCardinality(String) DEFAULT 'load'
    COMMENT 'load, remap (the same delivery by a corrected mapping), rollback, reopen or restate (held until then)';
ALTER TABLE publications ADD COLUMN IF NOT EXISTS replaces UInt64 DEFAULT 0 COMMENT 'the load that was current before; 0 for none';

CREATE TABLE IF NOT EXISTS held_publications (
    dataset LowCardinality(String) COMMENT 'the dataset',
    source LowCardinality(String) COMMENT 'the source',
    period UInt32 COMMENT 'the closed month as YYYYMM',
    load_id UInt64 COMMENT 'the load that would have become the truth',
    held_at DateTime64(6, 'UTC') COMMENT 'since when it waits',
    run_id String COMMENT 'the run that loaded it',
    records UInt64 COMMENT 'records of the load in this period',
    differs UInt8 COMMENT '1 when its records are others than the published ones'
) ENGINE = MergeTree ORDER BY (dataset, source, period, held_at)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'loads that came for a closed month';

CREATE TABLE IF NOT EXISTS closings (
    name LowCardinality(String) COMMENT 'the name of the closing',
    period UInt32 COMMENT 'a month that it is about, as YYYYMM',
    action LowCardinality(String) COMMENT 'close, restate (close anew with what was held) or reopen',
    decided_at DateTime64(6, 'UTC') COMMENT 'when; the certified figures are those as of this time',
    decided_by String COMMENT 'who decided it',
    comment String COMMENT 'why'
) ENGINE = MergeTree ORDER BY (period, decided_at)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'which months were closed and opened again; the newest decision about a month holds';

-- Measures used to be published all at once, under period 0.
INSERT INTO publications (dataset, source, period, load_id, published_at, run_id, records)
SELECT p.dataset, p.source, m.period, p.load_id, p.published_at, p.run_id, m.records
FROM publications AS p
INNER JOIN (SELECT load_id, period, count() AS records FROM measure_records GROUP BY load_id, period) AS m ON p.load_id = m.load_id
WHERE p.dataset = 'measures' AND p.period = 0
    AND (p.load_id, m.period) NOT IN (SELECT load_id, period FROM publications WHERE dataset = 'measures');
