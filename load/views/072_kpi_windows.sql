-- Each month's figures spread over the windows that they belong to: the month itself, the year to date, the last twelve
-- months, the tertial to date, the whole tertial and the whole year, seen from every month that has the window. A
-- window is (seen from, name, first month, last month); a window to date ends with the newest delivered month at the
-- latest.
CREATE OR REPLACE VIEW kpi_windows AS
SELECT
    indicator,
    scenario,
    slice_kind,
    slice,
    seen.1 AS seen_from,
    seen.2 AS window,
    any(seen.3) AS first_month,
    any(seen.4) AS last_month,
    any(seen.5) AS delivered_months,
    sumIf(numerator, span = 'month') AS sum_numerator,
    sumIf(denominator, span = 'month') AS sum_denominator,
    sumIf(numerator, span = 'month' AND month_no = seen.4) AS last_numerator,
    argMaxIf(numerator, month_no, span = 'month') AS newest_numerator,
    sumIf(numerator, span != 'month') AS whole_numerator,
    countIf(span != 'month') > 0 AS whole,
    max(stated) AS stated,
    toUInt8(uniqExactIf(month_no, span = 'month')) AS months,
    countIf(span = 'month' AND month_no = seen.4) > 0 AS has_last_month
FROM
(
    SELECT
        *,
        arrayMax(delivered) AS newest,
        intDiv(month_no, 4) * 4 AS tertial_start,
        intDiv(month_no, 12) * 12 AS year_start,
        arrayMap(m -> (m, 'year', year_start, year_start + 11), range(year_start, year_start + 12)) AS whole_year,
        arrayMap(m -> (m, 'tertial', tertial_start, m), range(tertial_start, tertial_start + 4)) AS tertial_to_date,
        arrayMap(m -> (m, 'tertial_full', tertial_start, tertial_start + 3), range(tertial_start, tertial_start + 4)) AS whole_tertial,
        multiIf(
            span = 'year', whole_year,
            span = 'tertial', arrayConcat(tertial_to_date, whole_tertial),
            arrayConcat(
                [(month_no, 'month', month_no, month_no)],
                arrayMap(m -> (m, 'ytd', year_start, m), range(month_no, year_start + 12)),
                arrayMap(m -> (m, 'r12', m - 11, m), range(month_no, month_no + 12)),
                arrayFilter(t -> t.1 >= month_no, tertial_to_date),
                whole_tertial,
                whole_year)) AS windows,
        arrayFilter(t -> t.2 IN ('year', 'tertial_full') OR t.4 <= newest OR span != 'month', windows) AS begun,
        arrayJoin(arrayMap(
            t -> (t.1, t.2, t.3, t.4, toUInt8(arrayCount(d -> d BETWEEN t.3 AND t.4, delivered))),
            begun)) AS seen
    FROM kpi_cube
)
GROUP BY indicator, scenario, slice_kind, slice, seen_from, window
COMMENT 'sums and last months per indicator, slice and window'
