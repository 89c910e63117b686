-- What has been removed of the history. It is written before the rows are, so that a removal that is interrupted looks
-- like one that was asked for, and not like damage.

CREATE TABLE IF NOT EXISTS removed_loads (
    load_id UInt64 COMMENT 'the load whose rows are removed',
    removed_at DateTime64(6, 'UTC') COMMENT 'since when',
    reason LowCardinality(String) COMMENT 'orphan, unpublished, superseded or damaged'
) ENGINE = MergeTree ORDER BY load_id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'loads whose rows retention has removed, or is about to';

CREATE TABLE IF NOT EXISTS horizons (
    horizon DateTime64(6, 'UTC') COMMENT 'what was published before this time and is published no more may be gone',
    decided_at DateTime64(6, 'UTC') COMMENT 'when that was decided',
    reason LowCardinality(String) COMMENT 'retention, or damage: the registry itself has lost rows of before'
) ENGINE = MergeTree ORDER BY decided_at
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'how far back the history reaches';
