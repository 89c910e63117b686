-- The registry: which loads there are, what they held, and which of them is the truth for a scope. Nothing here is
-- ever updated; the newest publication of a (dataset, source, period) wins.

CREATE TABLE IF NOT EXISTS loads (
    load_id UInt64 COMMENT 'time of the load: date, time, and the second''s fraction in steps of 10 microseconds',
    run_id String COMMENT 'the run that made it',
    job LowCardinality(String) COMMENT 'the job of the run',
    dataset LowCardinality(String) COMMENT 'the dataset that it fills',
    source LowCardinality(String) COMMENT 'the job, and what the file name says besides period and year',
    series LowCardinality(String) COMMENT 'the source without the version of a plan',
    delivery String COMMENT 'SHA-256 of the delivered file, in hexadecimal',
    file String COMMENT 'name of the delivered file',
    mapping String COMMENT 'hash of the mapping that was used',
    codes String COMMENT 'fingerprint of the codes that the records were checked against',
    state LowCardinality(String) COMMENT 'checked (ready for publication) or refused',
    reason String COMMENT 'why it was refused',
    rows_read UInt64 COMMENT 'rows read from the mapped sheets: mapped + rejected + skipped',
    mapped_rows UInt64 COMMENT 'rows that gave records',
    rejected_rows UInt64 COMMENT 'rows that were refused',
    skipped_rows UInt64 COMMENT 'rows that hold no data: headings, totals, blank rows',
    records UInt64 COMMENT 'records in the warehouse',
    skips Map(String, UInt64) COMMENT 'skipped rows by the rule that skipped them',
    control Map(String, Decimal(38, 10)) COMMENT 'control sums by column, equal in transform and warehouse',
    notes Array(String) COMMENT 'what else was noticed: unknown columns, skipped sheets',
    loaded_at DateTime64(6, 'UTC') COMMENT 'when the load was finished'
) ENGINE = MergeTree ORDER BY load_id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'one row per finished load, published or refused';

CREATE TABLE IF NOT EXISTS publications (
    dataset LowCardinality(String) COMMENT 'the dataset',
    source LowCardinality(String) COMMENT 'the source',
    period UInt32 COMMENT 'the month as YYYYMM; 0 for datasets without periods',
    load_id UInt64 COMMENT 'the load that is the truth from now on',
    published_at DateTime64(6, 'UTC') COMMENT 'from when on',
    run_id String COMMENT 'the run that published it',
    records UInt64 COMMENT 'records of the load in this period'
) ENGINE = MergeTree ORDER BY (dataset, source, period, published_at)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'which load is current for a dataset, source and period; the newest wins, nothing is overwritten';

CREATE TABLE IF NOT EXISTS reject_records (
    load_id UInt64 COMMENT 'the load during which it was refused',
    sheet LowCardinality(String) COMMENT 'the sheet',
    row UInt32 COMMENT 'the row, from 1; 0 for the sheet as a whole',
    cell String COMMENT 'A1 address; empty for the row as a whole',
    column LowCardinality(String) COMMENT 'the column of the dataset',
    reason LowCardinality(String) COMMENT 'why it was refused',
    expected String COMMENT 'what would have been accepted',
    found String COMMENT 'what the cell holds; empty for private columns'
) ENGINE = MergeTree ORDER BY (load_id, sheet, row)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'rows and cells that were refused';

CREATE TABLE IF NOT EXISTS indicator_records (
    load_id UInt64 COMMENT 'the version of the catalogue',
    indicator LowCardinality(String) COMMENT 'identifier',
    position UInt32 COMMENT 'place in the catalogue',
    family LowCardinality(String) COMMENT 'what it belongs to: finance, hr, invoices, sla, unit_cost …',
    name_sv String COMMENT 'name in Swedish',
    name_en String COMMENT 'name in English',
    definition_sv String COMMENT 'definition in Swedish',
    definition_en String COMMENT 'definition in English',
    unit LowCardinality(String) COMMENT 'unit of the value',
    decimals UInt8 COMMENT 'decimals when shown',
    additivity LowCardinality(String) COMMENT 'sum, last or ratio',
    frequency LowCardinality(String) COMMENT 'month, tertial or year: how often it is measured',
    direction LowCardinality(String) COMMENT 'which way is good: higher, lower or neutral',
    tolerance Decimal(18, 4) COMMENT 'percent of the target that is still yellow',
    multiplier Decimal(18, 8) COMMENT 'value = numerator * multiplier / (denominator * divisor)',
    divisor Decimal(18, 8) COMMENT 'see multiplier'
) ENGINE = MergeTree ORDER BY (load_id, position)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'versions of the catalogue of indicators';

CREATE TABLE IF NOT EXISTS indicator_term_records (
    load_id UInt64 COMMENT 'the version of the catalogue',
    indicator LowCardinality(String) COMMENT 'the indicator',
    side LowCardinality(String) COMMENT 'numerator or denominator',
    measure LowCardinality(String) COMMENT 'the measure that is added',
    factor Decimal(18, 8) COMMENT 'what it is multiplied by',
    area LowCardinality(String) COMMENT 'only of this area; empty for all',
    service LowCardinality(String) COMMENT 'only of this service; empty for all'
) ENGINE = MergeTree ORDER BY (load_id, indicator)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'numerators and denominators of the indicators';
