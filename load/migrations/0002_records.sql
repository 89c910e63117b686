-- The records of every dataset, append-only. Each row carries its load and its place in the delivery; rows of loads
-- that are not published are invisible to every view.

CREATE TABLE IF NOT EXISTS ledger_records (
    load_id UInt64 COMMENT 'the load that the row belongs to',
    sheet LowCardinality(String) COMMENT 'sheet of the delivery',
    row UInt32 COMMENT 'row of the sheet, from 1',
    cell String COMMENT 'A1 address of the cell that gave the figure; empty when the row did',
    period UInt32 COMMENT 'the month as YYYYMM',
    account LowCardinality(String) COMMENT 'the account (Konto)',
    organisation LowCardinality(String) COMMENT 'the responsible unit (Ansvar)',
    project LowCardinality(String) COMMENT 'the project, if any',
    activity LowCardinality(String) COMMENT 'the activity code',
    service LowCardinality(String) COMMENT 'the service that the row belongs to',
    counterpart LowCardinality(String) COMMENT 'the counterpart (Motpart), for internal elimination',
    voucher String COMMENT 'the voucher number',
    posted_on Nullable(Date32) COMMENT 'the posting date',
    amount Decimal(18, 2) COMMENT 'kr, revenue negative and cost positive'
) ENGINE = MergeTree ORDER BY (load_id, period, account, organisation)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'postings of the general ledger, in kr with the ledger''s sign: revenue negative, cost positive';

CREATE TABLE IF NOT EXISTS payroll_records (
    load_id UInt64 COMMENT 'the load that the row belongs to',
    sheet LowCardinality(String) COMMENT 'sheet of the delivery',
    row UInt32 COMMENT 'row of the sheet, from 1',
    cell String COMMENT 'A1 address of the cell that gave the figure; empty when the row did',
    period UInt32 COMMENT 'the month as YYYYMM',
    person String COMMENT 'keyed pseudonym of the personal identity number',
    organisation LowCardinality(String) COMMENT 'the responsible unit (Ansvar)',
    employment LowCardinality(String) COMMENT 'monthly or hourly paid',
    sex LowCardinality(String) COMMENT 'from the personal identity number',
    age_group LowCardinality(String) COMMENT 'age at the end of the period, from the personal identity number',
    scheduled_hours Nullable(Decimal(18, 2)) COMMENT 'ordinary scheduled hours; NULL for staff without a schedule',
    worked_hours Decimal(18, 2) COMMENT 'hours worked',
    sick_hours Nullable(Decimal(18, 2)) COMMENT 'hours of sickness absence',
    long_sick_hours Nullable(Decimal(18, 2)) COMMENT 'of these, hours in absences of 60 days or more'
) ENGINE = MergeTree ORDER BY (load_id, period, organisation)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'hours per person and month; the person is a keyed pseudonym';

CREATE TABLE IF NOT EXISTS volume_records (
    load_id UInt64 COMMENT 'the load that the row belongs to',
    sheet LowCardinality(String) COMMENT 'sheet of the delivery',
    row UInt32 COMMENT 'row of the sheet, from 1',
    cell String COMMENT 'A1 address of the cell that gave the figure; empty when the row did',
    period UInt32 COMMENT 'the month as YYYYMM',
    item LowCardinality(String) COMMENT 'what is counted',
    service LowCardinality(String) COMMENT 'the service that the row belongs to',
    customer LowCardinality(String) COMMENT 'the customer: a board or company of the city',
    quantity Decimal(18, 4) COMMENT 'the count or the stock'
) ENGINE = MergeTree ORDER BY (load_id, item, period)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'counted volumes and stocks per customer and month';

CREATE TABLE IF NOT EXISTS ticket_records (
    load_id UInt64 COMMENT 'the load that the row belongs to',
    sheet LowCardinality(String) COMMENT 'sheet of the delivery',
    row UInt32 COMMENT 'row of the sheet, from 1',
    cell String COMMENT 'A1 address of the cell that gave the figure; empty when the row did',
    period UInt32 COMMENT 'the month as YYYYMM',
    ticket String COMMENT 'the ticket''s number',
    service LowCardinality(String) COMMENT 'the service that the row belongs to',
    customer LowCardinality(String) COMMENT 'the customer: a board or company of the city',
    priority LowCardinality(String) COMMENT 'priority as agreed',
    opened_at DateTime('UTC') COMMENT 'when the ticket was opened',
    due_at Nullable(DateTime('UTC')) COMMENT 'when it is due by the service level; NULL when none is agreed',
    resolved_at Nullable(DateTime('UTC')) COMMENT 'when it was resolved; NULL while it is open'
) ENGINE = MergeTree ORDER BY (load_id, period)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'service tickets with their agreed and real times';

CREATE TABLE IF NOT EXISTS plan_records (
    load_id UInt64 COMMENT 'the load that the row belongs to',
    sheet LowCardinality(String) COMMENT 'sheet of the delivery',
    row UInt32 COMMENT 'row of the sheet, from 1',
    cell String COMMENT 'A1 address of the cell that gave the figure; empty when the row did',
    period UInt32 COMMENT 'the month as YYYYMM',
    scenario LowCardinality(String) COMMENT 'actual, budget, forecast or target',
    version LowCardinality(String) COMMENT 'the plan''s version, as its owner names it',
    dated Nullable(Date32) COMMENT 'the day of the version; the newest of a scenario and year counts',
    span LowCardinality(String) COMMENT 'what the value covers: the month, the tertial ending with it, or the year (period YYYY-00)',
    indicator LowCardinality(String) COMMENT 'the indicator that the value is for; empty for accounts',
    account LowCardinality(String) COMMENT 'the account; empty for indicators and services',
    organisation LowCardinality(String) COMMENT 'the responsible unit (Ansvar)',
    project LowCardinality(String) COMMENT 'the project, if any',
    service LowCardinality(String) COMMENT 'the service that the row belongs to',
    customer LowCardinality(String) COMMENT 'the customer: a board or company of the city',
    value Decimal(18, 4) COMMENT 'kr with the ledger''s sign for accounts and services, the indicator''s unit for indicators'
) ENGINE = MergeTree ORDER BY (load_id, scenario, period)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'budgets, forecasts, targets, and actuals that come as statements instead of postings';

CREATE TABLE IF NOT EXISTS allocation_records (
    load_id UInt64 COMMENT 'the load that the row belongs to',
    sheet LowCardinality(String) COMMENT 'sheet of the delivery',
    row UInt32 COMMENT 'row of the sheet, from 1',
    cell String COMMENT 'A1 address of the cell that gave the figure; empty when the row did',
    period UInt32 COMMENT 'the month as YYYYMM',
    service LowCardinality(String) COMMENT 'the service that the row belongs to',
    customer LowCardinality(String) COMMENT 'the customer: a board or company of the city',
    driver LowCardinality(String) COMMENT 'what the share is based on',
    share Decimal(18, 10) COMMENT 'share of the cost; the shares of a service and year sum to 1'
) ENGINE = MergeTree ORDER BY (load_id, period, service)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'allocation keys: how a service''s cost is shared among its customers in a year (period YYYY-00)';

CREATE TABLE IF NOT EXISTS status_records (
    load_id UInt64 COMMENT 'the load that the row belongs to',
    sheet LowCardinality(String) COMMENT 'sheet of the delivery',
    row UInt32 COMMENT 'row of the sheet, from 1',
    cell String COMMENT 'A1 address of the cell that gave the figure; empty when the row did',
    period UInt32 COMMENT 'the month as YYYYMM',
    kind LowCardinality(String) COMMENT 'activity, assignment or project',
    area LowCardinality(String) COMMENT 'the heading under which it is reported',
    position Nullable(Int32) COMMENT 'its place within the area',
    item String COMMENT 'what it is',
    status LowCardinality(String) COMMENT 'green, yellow, red, ongoing or done',
    cause String COMMENT 'why it is not green',
    action String COMMENT 'what is done about it'
) ENGINE = MergeTree ORDER BY (load_id, period)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'activities, assignments and projects with their status';

CREATE TABLE IF NOT EXISTS account_records (
    load_id UInt64 COMMENT 'the load that the row belongs to',
    sheet LowCardinality(String) COMMENT 'sheet of the delivery',
    row UInt32 COMMENT 'row of the sheet, from 1',
    cell String COMMENT 'A1 address of the cell that gave the figure; empty when the row did',
    account LowCardinality(String) COMMENT 'the account',
    name String COMMENT 'its name',
    groups Array(String) COMMENT 'the report groups that its postings belong to',
    valid_from Nullable(Int32) COMMENT 'first year; NULL for always',
    valid_to Nullable(Int32) COMMENT 'last year; NULL for ever'
) ENGINE = MergeTree ORDER BY (load_id, account)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'the chart of accounts with the report groups that finance owns, per span of years';

CREATE TABLE IF NOT EXISTS organisation_records (
    load_id UInt64 COMMENT 'the load that the row belongs to',
    sheet LowCardinality(String) COMMENT 'sheet of the delivery',
    row UInt32 COMMENT 'row of the sheet, from 1',
    cell String COMMENT 'A1 address of the cell that gave the figure; empty when the row did',
    organisation LowCardinality(String) COMMENT 'the unit',
    name String COMMENT 'its name',
    area LowCardinality(String) COMMENT 'the area that it reports under',
    position Nullable(Int32) COMMENT 'the area''s place in reports'
) ENGINE = MergeTree ORDER BY (load_id, organisation)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'responsible units and the areas that they report under';

CREATE TABLE IF NOT EXISTS project_records (
    load_id UInt64 COMMENT 'the load that the row belongs to',
    sheet LowCardinality(String) COMMENT 'sheet of the delivery',
    row UInt32 COMMENT 'row of the sheet, from 1',
    cell String COMMENT 'A1 address of the cell that gave the figure; empty when the row did',
    project LowCardinality(String) COMMENT 'the project',
    name String COMMENT 'its name',
    kind LowCardinality(String) COMMENT 'administration or development'
) ENGINE = MergeTree ORDER BY (load_id, project)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'projects and whether they are administration or development';

CREATE TABLE IF NOT EXISTS customer_records (
    load_id UInt64 COMMENT 'the load that the row belongs to',
    sheet LowCardinality(String) COMMENT 'sheet of the delivery',
    row UInt32 COMMENT 'row of the sheet, from 1',
    cell String COMMENT 'A1 address of the cell that gave the figure; empty when the row did',
    customer LowCardinality(String) COMMENT 'the customer',
    name String COMMENT 'its name',
    kind LowCardinality(String) COMMENT 'board, company or external'
) ENGINE = MergeTree ORDER BY (load_id, customer)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'customers: the city''s boards and companies';

CREATE TABLE IF NOT EXISTS service_records (
    load_id UInt64 COMMENT 'the load that the row belongs to',
    sheet LowCardinality(String) COMMENT 'sheet of the delivery',
    row UInt32 COMMENT 'row of the sheet, from 1',
    cell String COMMENT 'A1 address of the cell that gave the figure; empty when the row did',
    service LowCardinality(String) COMMENT 'the service',
    name String COMMENT 'its name',
    provider String COMMENT 'who delivers it',
    kind LowCardinality(String) COMMENT 'base, extra or special service'
) ENGINE = MergeTree ORDER BY (load_id, service)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'services that are delivered and paid for';

CREATE TABLE IF NOT EXISTS measure_records (
    load_id UInt64 COMMENT 'the publication that the row belongs to',
    indicator LowCardinality(String) COMMENT 'the indicator',
    period UInt32 COMMENT 'the month as YYYYMM',
    scenario LowCardinality(String) COMMENT 'actual, budget, forecast or target',
    span LowCardinality(String) COMMENT 'what the figure covers: the month, the tertial ending with it, or the year',
    organisation LowCardinality(String) COMMENT 'the responsible unit',
    area LowCardinality(String) COMMENT 'the area that it reports under',
    branch LowCardinality(String) COMMENT 'administration or development',
    customer LowCardinality(String) COMMENT 'the customer',
    service LowCardinality(String) COMMENT 'the service',
    numerator Decimal(38, 10) COMMENT 'what is summed',
    denominator Decimal(38, 10) COMMENT 'what it is divided by, for ratios',
    stated UInt8 COMMENT '1 for plans of the indicator itself, in its own unit'
) ENGINE = MergeTree ORDER BY (load_id, indicator, scenario, period)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'the measures of all indicators as they were at the end of a run';
