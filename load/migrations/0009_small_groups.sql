-- Up to how many persons a group is small, as the catalogues say.

CREATE TABLE IF NOT EXISTS small_group_records (
    load_id UInt64 COMMENT 'the load that brought the row',
    sickness UInt32 COMMENT 'figures of sickness of at most so many persons are hidden',
    hours UInt32 COMMENT 'other hours of at most so many persons are hidden'
) ENGINE = MergeTree ORDER BY load_id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'up to how many persons a group is small; one row per version of the catalogue';
