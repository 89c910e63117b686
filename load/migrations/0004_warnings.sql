-- What checks warn of, who has accepted it, and what a load keeps of those before it.

CREATE TABLE IF NOT EXISTS warning_records (
    load_id UInt64 COMMENT 'the load during which it was noticed',
    check_name LowCardinality(String) COMMENT 'the check of the mapping',
    sheet LowCardinality(String) COMMENT 'the sheet; empty for the delivery as a whole',
    row UInt32 COMMENT 'the row, from 1, the first one when it is about several; 0 for none',
    cell String COMMENT 'A1 address; empty for the row as a whole',
    column LowCardinality(String) COMMENT 'the column of the dataset',
    period UInt32 COMMENT 'the month of the records as YYYYMM; 0 when they have several or none',
    message String COMMENT 'what was expected and what was found',
    count UInt64 COMMENT '1, or how many more there are of the kind than are listed'
) ENGINE = MergeTree ORDER BY (load_id, check_name, sheet, row)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'what checks noticed that refuses nothing';

CREATE TABLE IF NOT EXISTS acceptance_records (
    load_id UInt64 COMMENT 'the version of the file of acceptances',
    job LowCardinality(String) COMMENT 'the job whose file it is',
    check_name LowCardinality(String) COMMENT 'the check whose warnings are accepted',
    delivery String COMMENT 'in the delivery of that file name or SHA-256; empty for any',
    period UInt32 COMMENT 'for that month; 0 for any',
    accepted_by String COMMENT 'who accepts them',
    accepted_on Date32 COMMENT 'since when',
    comment String COMMENT 'why'
) ENGINE = MergeTree ORDER BY (load_id, check_name)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'versions of the files in which warnings are signed off';

ALTER TABLE loads ADD COLUMN IF NOT EXISTS scope_from UInt32 DEFAULT 0 COMMENT 'first month that the file''s name speaks for; 0 for all';
ALTER TABLE loads ADD COLUMN IF NOT EXISTS scope_to UInt32 DEFAULT 0 COMMENT 'last month that the file''s name speaks for; 0 for all';
ALTER TABLE ledger_records ADD COLUMN IF NOT EXISTS origin UInt64 DEFAULT 0
    COMMENT 'the load that the row came in by, when a later one of the same source has carried it over; 0 when it is its own' AFTER cell;
ALTER TABLE payroll_records ADD COLUMN IF NOT EXISTS origin UInt64 DEFAULT 0
    COMMENT 'the load that the row came in by, when a later one of the same source has carried it over; 0 when it is its own' AFTER cell;
ALTER TABLE volume_records ADD COLUMN IF NOT EXISTS origin UInt64 DEFAULT 0
    COMMENT 'the load that the row came in by, when a later one of the same source has carried it over; 0 when it is its own' AFTER cell;
ALTER TABLE ticket_records ADD COLUMN IF NOT EXISTS origin UInt64 DEFAULT 0
    COMMENT 'the load that the row came in by, when a later one of the same source has carried it over; 0 when it is its own' AFTER cell;
ALTER TABLE plan_records ADD COLUMN IF NOT EXISTS origin UInt64 DEFAULT 0
    COMMENT 'the load that the row came in by, when a later one of the same source has carried it over; 0 when it is its own' AFTER cell;
ALTER TABLE allocation_records ADD COLUMN IF NOT EXISTS origin UInt64 DEFAULT 0
    COMMENT 'the load that the row came in by, when a later one of the same source has carried it over; 0 when it is its own' AFTER cell;
ALTER TABLE status_records ADD COLUMN IF NOT EXISTS origin UInt64 DEFAULT 0
    COMMENT 'the load that the row came in by, when a later one of the same source has carried it over; 0 when it is its own' AFTER cell;
ALTER TABLE account_records ADD COLUMN IF NOT EXISTS origin UInt64 DEFAULT 0
    COMMENT 'the load that the row came in by, when a later one of the same source has carried it over; 0 when it is its own' AFTER cell;
ALTER TABLE organisation_records ADD COLUMN IF NOT EXISTS origin UInt64 DEFAULT 0
    COMMENT 'the load that the row came in by, when a later one of the same source has carried it over; 0 when it is its own' AFTER cell;
ALTER TABLE project_records ADD COLUMN IF NOT EXISTS origin UInt64 DEFAULT 0
    COMMENT 'the load that the row came in by, when a later one of the same source has carried it over; 0 when it is its own' AFTER cell;
ALTER TABLE customer_records ADD COLUMN IF NOT EXISTS origin UInt64 DEFAULT 0
    COMMENT 'the load that the row came in by, when a later one of the same source has carried it over; 0 when it is its own' AFTER cell;
ALTER TABLE service_records ADD COLUMN IF NOT EXISTS origin UInt64 DEFAULT 0
    COMMENT 'the load that the row came in by, when a later one of the same source has carried it over; 0 when it is its own' AFTER cell;
