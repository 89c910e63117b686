-- Each month's figures spread over the windows that they belong to: the month itself, the year to date, the last twelve
-- months, the tertial to date, the whole tertial and the whole year, seen from every month that the window ends in.
CREATE OR REPLACE VIEW kpi_windows AS
SELECT
    indicator,
    scenario,
    slice_kind,
    slice,
    target.1 AS seen_from,
    target.2 AS window,
    multiIf(
        window = 'tertial_full', intDiv(seen_from, 4) * 4 + 3,
        window = 'year', intDiv(seen_from, 12) * 12 + 11,
        seen_from) AS last_month,
    sumIf(numerator, span = 'month') AS sum_numerator,
    sumIf(denominator, span = 'month') AS sum_denominator,
    sumIf(numerator, span = 'month' AND month_no = last_month) AS last_numerator,
    argMaxIf(numerator, month_no, span = 'month') AS newest_numerator,
    sumIf(numerator, span != 'month') AS whole_numerator,
    countIf(span != 'month') > 0 AS whole,
    max(stated) AS stated,
    toUInt8(uniqExactIf(month_no, span = 'month')) AS months,
    countIf(span = 'month' AND month_no = last_month) > 0 AS has_last_month
FROM
(
    SELECT
        *,
        intDiv(month_no, 4) AS tertial_no,
        intDiv(month_no, 12) AS year_no,
        arrayJoin(multiIf(
            span = 'year', arrayMap(m -> (m, 'year'), range(year_no * 12, (year_no + 1) * 12)),
            span = 'tertial', arrayConcat(
                arrayMap(m -> (m, 'tertial'), range(tertial_no * 4, (tertial_no + 1) * 4)),
                arrayMap(m -> (m, 'tertial_full'), range(tertial_no * 4, (tertial_no + 1) * 4))),
            arrayConcat(
                [(month_no, 'month')],
                arrayMap(m -> (m, 'ytd'), range(month_no, (year_no + 1) * 12)),
                arrayMap(m -> (m, 'r12'), range(month_no, month_no + 12)),
                arrayMap(m -> (m, 'tertial'), range(month_no, (tertial_no + 1) * 4)),
                arrayMap(m -> (m, 'tertial_full'), range(tertial_no * 4, (tertial_no + 1) * 4)),
                arrayMap(m -> (m, 'year'), range(year_no * 12, (year_no + 1) * 12))))) AS target
    FROM (SELECT * REPLACE toUInt32(month_no) AS month_no FROM kpi_cube)
)
GROUP BY indicator, scenario, slice_kind, slice, seen_from, window
COMMENT 'sums and last months per indicator, slice and window'
