-- One row per indicator, slice and tertial: the tertial to its newest delivered month, the whole tertial (NULL until all
-- its months are there; an indicator that is measured once per tertial needs one), the same tertial of the year before,
-- and the target.
CREATE OR REPLACE VIEW kpi_tertial AS
WITH tertials AS
(
    SELECT
        *,
        toUInt16(intDiv(period, 100)) AS year,
        toUInt8(intDiv(period % 100 - 1, 4) + 1) AS tertial
    FROM kpi_values
    WHERE window IN ('tertial', 'tertial_full')
)
SELECT
    indicator,
    slice_kind,
    slice,
    shown_year AS year,
    tertial,
    argMaxIf(value, period, back = 0 AND scenario = 'actual' AND window = 'tertial' AND value IS NOT NULL) AS actual_to_date,
    anyIf(value, back = 0 AND scenario = 'actual' AND window = 'tertial_full') AS actual,
    anyIf(value, back = 1 AND scenario = 'actual' AND window = 'tertial_full') AS prior_year,
    anyIf(value, back = 0 AND scenario = 'target' AND window = 'tertial_full') AS target
FROM
(
    SELECT *, back, toUInt16(year + back) AS shown_year
    FROM tertials
    ARRAY JOIN [0, 1] AS back
)
GROUP BY indicator, slice_kind, slice, shown_year, tertial
HAVING countIf(back = 0) > 0
COMMENT 'every indicator per slice and tertial'
