-- The measures summed per month for every slice that figures are asked for: the whole, and each organisation, area,
-- branch (administration or development), branch within area, customer and service. month_no counts months since
-- year 0; opening balances (period 00) belong to January, adjustments (period 13) to December.
CREATE OR REPLACE VIEW kpi_cube AS
SELECT
    indicator,
    scenario,
    span,
    stated,
    toInt32(intDiv(period, 100) * 12 + least(greatest(period % 100, 1), 12) - 1) AS month_no,
    slice_kind,
    slice,
    sum(numerator) AS numerator,
    sum(denominator) AS denominator
FROM cube_records
WHERE (load_id, period) IN (SELECT load_id, period FROM current_publications WHERE dataset = 'measures')
GROUP BY indicator, scenario, span, stated, month_no, slice_kind, slice
COMMENT 'monthly numerators and denominators per slice'
