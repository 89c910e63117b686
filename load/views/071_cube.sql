-- The published measures summed for every slice, see measure_slices. month_no counts months since year 0; opening balances
-- (period 00) belong to January, adjustments (period 13) to December.
CREATE OR REPLACE VIEW cube AS
SELECT
    * EXCEPT (load_id, measures),
    toInt32(intDiv(period, 100) * 12 + least(greatest(period % 100, 1), 12) - 1) AS month_no
FROM cube_records
WHERE (load_id, period) IN (SELECT load_id, period FROM current_publications WHERE dataset = 'measures')
COMMENT 'numerators and denominators per slice and period, as published'
