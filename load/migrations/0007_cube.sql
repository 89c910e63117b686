-- The measures summed for every slice, so that a question about one of them reads no others.

CREATE TABLE IF NOT EXISTS cube_records (
    load_id UInt64 COMMENT 'the publication of measures that the row belongs to',
    indicator LowCardinality(String) COMMENT 'the indicator',
    period UInt32 COMMENT 'the month as YYYYMM',
    scenario LowCardinality(String) COMMENT 'actual, budget, forecast or target',
    span LowCardinality(String) COMMENT 'what the figure covers: the month, the tertial ending with it, or the year',
    stated UInt8 COMMENT '1 for plans of the indicator itself, in its own unit',
    slice_kind LowCardinality(String) COMMENT 'total, organisation, area, branch, branch_area, customer or service',
    slice LowCardinality(String) COMMENT 'which one; empty for the total',
    numerator Decimal(38, 10) COMMENT 'what is summed',
    denominator Decimal(38, 10) COMMENT 'what it is divided by, for ratios',
    measures UInt64 COMMENT 'how many rows of measure_records it is the sum of'
) ENGINE = MergeTree ORDER BY (load_id, indicator, slice_kind, slice, scenario, period)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 1024
COMMENT 'the measures per slice: as the view measure_slices gave them when they were published';

-- As in the view measure_slices.
INSERT INTO cube_records (load_id, indicator, period, scenario, span, stated, slice_kind, slice, numerator, denominator, measures)
SELECT load_id, indicator, period, scenario, span, stated, cut.1, cut.2, sum(numerator), sum(denominator), count()
FROM measure_records
ARRAY JOIN arrayFilter(s -> s.1 = 'total' OR s.2 != '', [
    ('total', ''),
    ('organisation', toString(organisation)),
    ('area', toString(area)),
    ('branch', toString(branch)),
    ('branch_area', if(branch = '' OR area = '', '', concat(branch, '/', area))),
    ('customer', toString(customer)),
    ('service', toString(service))]) AS cut
WHERE load_id NOT IN (SELECT load_id FROM cube_records)
GROUP BY load_id, indicator, period, scenario, span, stated, cut.1, cut.2;
