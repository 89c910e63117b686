-- The measures summed per month for every slice, adjustments with December.
CREATE OR REPLACE VIEW kpi_cube AS
SELECT
    indicator,
    scenario,
    span,
    stated,
    month_no,
    slice_kind,
    slice,
    sum(numerator) AS numerator,
    sum(denominator) AS denominator
FROM cube
GROUP BY indicator, scenario, span, stated, month_no, slice_kind, slice
COMMENT 'monthly numerators and denominators per slice'
