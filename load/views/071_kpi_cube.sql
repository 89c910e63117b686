-- The measures summed per month for every slice that figures are asked for: the whole, and each organisation, area,
-- branch (administration or development), branch within area, customer and service. month_no counts months since
-- year 0; adjustments (period 13) belong to December. delivered lists the months that the indicator has at all in the
-- scenario, whatever the slice.
CREATE OR REPLACE VIEW kpi_cube AS
SELECT
    *,
    groupUniqArrayIf(month_no, span = 'month') OVER (PARTITION BY indicator, scenario) AS delivered
FROM
(
    SELECT
        indicator,
        scenario,
        span,
        stated,
        toInt32(intDiv(period, 100) * 12 + least(greatest(period % 100, 1), 12) - 1) AS month_no,
        cut.1 AS slice_kind,
        cut.2 AS slice,
        sum(numerator) AS numerator,
        sum(denominator) AS denominator
    FROM measures
    ARRAY JOIN arrayFilter(s -> s.1 = 'total' OR s.2 != '', [
        ('total', ''),
        ('organisation', toString(organisation)),
        ('area', toString(area)),
        ('branch', toString(branch)),
        ('branch_area', if(branch = '' OR area = '', '', concat(branch, '/', area))),
        ('customer', toString(customer)),
        ('service', toString(service))]) AS cut
    GROUP BY indicator, scenario, span, stated, month_no, slice_kind, slice
)
COMMENT 'monthly numerators and denominators per slice'
