-- Each month's figures summed over the windows that they belong to: the month itself, the year to date, the last twelve
-- months, the tertial to date, the whole tertial and the whole year, seen from every month that has the window. A window
-- to date ends with the newest delivered month at the latest.
--
-- A year's windows are made of 24 months, those of the year before and its own. The sum of a window is the running sum
-- at its end less that before its first month.
CREATE OR REPLACE VIEW kpi_windows AS
WITH
    delivered AS -- the months that the indicator has in the scenario at all, whatever the slice
    (
        SELECT
            indicator,
            scenario,
            toInt32(intDiv(month_no, 12) + later) AS year,
            maxResample(0, 24, 1)(toUInt8(1), month_no % 12 + 12 * (1 - later)) AS months,
            max(max(month_no)) OVER (PARTITION BY indicator, scenario) AS newest
        FROM cube
        ARRAY JOIN [0, 1] AS later
        WHERE slice_kind = 'total' AND span = 'month'
        GROUP BY indicator, scenario, year
    ),
    years AS
    (
        SELECT
            indicator,
            scenario,
            slice_kind,
            slice,
            toInt32(intDiv(month_no, 12) + later) AS year,
            sumIfResample(0, 24, 1)(numerator, span = 'month', slot) AS numerators,
            sumIfResample(0, 24, 1)(denominator, span = 'month', slot) AS denominators,
            maxIfResample(0, 24, 1)(toUInt8(1), span = 'month', slot) AS present,
            maxIfResample(0, 24, 1)(stated, span = 'month', slot) AS stated_months,
            -- what is told of whole tertials and of the whole year, in one figure each
            sumIfResample(12, 24, 4)(numerator, span = 'tertial', slot) AS tertials,
            maxIfResample(12, 24, 4)(1 + stated, span = 'tertial', slot) AS tertials_told,
            sumIf(numerator, span = 'year') AS whole_year,
            maxIf(1 + stated, span = 'year') AS year_told
        FROM
        (
            SELECT *, later, toUInt8(month_no % 12 + 12 * (1 - later)) AS slot
            FROM cube
            ARRAY JOIN if(span = 'month', [0, 1], [0]) AS later
        )
        GROUP BY indicator, scenario, slice_kind, slice, year
    ),
    running AS
    (
        SELECT
            y.indicator AS indicator, y.scenario AS scenario, y.slice_kind AS slice_kind, y.slice AS slice, y.year AS year,
            y.tertials AS tertials, y.tertials_told AS tertials_told, y.whole_year AS whole_year, y.year_told AS year_told, d.newest AS newest,
            arrayZip(
                arrayPushFront(arrayCumSum(y.numerators), 0),
                arrayPushFront(arrayCumSum(y.denominators), 0),
                arrayPushFront(arrayCumSum(y.present), 0),
                arrayPushFront(arrayCumSum(y.stated_months), 0),
                arrayPushFront(arrayCumSum(arrayResize(d.months, 24)), 0)) AS sums,
            arrayZip(y.numerators, y.present, arrayFill((n, has) -> has, y.numerators, y.present)) AS ends
        FROM years AS y
        LEFT JOIN delivered AS d ON y.indicator = d.indicator AND y.scenario = d.scenario AND y.year = d.year
    ),
    months AS
    (
        SELECT
            * EXCEPT (sums, ends),
            12 * year AS january,
            m,
            intDiv(m, 4) AS t,
            sum_to, sum_before, sum_before_r12, [sums[13], sums[17], sums[21], sums[25]] AS sums_of_tertials,
            end, [ends[16], ends[20], ends[24]] AS ends_of_tertials
        FROM running
        ARRAY JOIN
            range(12) AS m,
            arraySlice(sums, 14) AS sum_to,
            arraySlice(sums, 13, 12) AS sum_before,
            arraySlice(sums, 2, 12) AS sum_before_r12,
            arraySlice(ends, 13) AS end
    ),
    windows AS
    (
        SELECT
            indicator, scenario, slice_kind, slice, newest, january + m AS seen_from, seen.1 AS window,
            january + seen.2 AS first_month,
            january + seen.3 AS last_month,
            seen.4 AS total,
            seen.5 AS last,
            seen.6 AS whole_numerator,
            seen.7 AS told,
            window IN ('year', 'tertial_full') OR last_month <= newest AS begun
        FROM months
        ARRAY JOIN [
            ('month', m, m, sum_to - sum_before, end, whole_year * 0, year_told * 0),
            ('ytd', 0, m, sum_to - sums_of_tertials[1], end, whole_year * 0, year_told * 0),
            ('r12', m - 11, m, sum_to - sum_before_r12, end, whole_year * 0, year_told * 0),
            ('tertial', 4 * t, m, sum_to - sums_of_tertials[t + 1], end, tertials[t + 1], tertials_told[t + 1]),
            ('tertial_full', 4 * t, 4 * t + 3, sums_of_tertials[t + 2] - sums_of_tertials[t + 1], ends_of_tertials[t + 1],
                tertials[t + 1], tertials_told[t + 1]),
            ('year', 0, 11, sums_of_tertials[4] - sums_of_tertials[1], ends_of_tertials[3], whole_year, year_told)] AS seen
    )
SELECT
    indicator,
    scenario,
    slice_kind,
    slice,
    seen_from,
    window,
    first_month,
    last_month,
    toUInt8(total.5) AS delivered_months,
    begun * total.1 AS sum_numerator,
    begun * total.2 AS sum_denominator,
    begun * last.1 AS last_numerator,
    begun * (total.3 > 0) * last.3 AS newest_numerator,
    whole_numerator,
    told > 0 AS whole,
    greatest(told = 2, begun AND total.4 > 0) AS stated,
    toUInt8(begun * total.3) AS months,
    begun AND last.2 > 0 AS has_last_month
FROM windows
WHERE begun AND total.3 > 0 OR told > 0
COMMENT 'sums and last months per indicator, slice and window'
