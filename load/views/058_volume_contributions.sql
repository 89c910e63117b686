-- What the measures of volumes are made of: a row per record, with the place that it came from.
CREATE OR REPLACE VIEW volume_contributions AS
SELECT
    concat('volume.', item) AS measure, 'actual' AS scenario, 'month' AS span, period, '' AS organisation, '' AS area,
    '' AS branch, customer, service, '' AS version, toDecimal128(quantity, 4) AS value, toUInt64(1) AS records,
    'volume' AS dataset, load_id, origin, sheet, row, cell, item AS key
FROM volume
COMMENT 'every count and stock behind the measures of volumes, with sheet and cell'
