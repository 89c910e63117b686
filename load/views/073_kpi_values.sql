-- The value of every indicator for every slice, scenario, month and window: the one place where a figure becomes a
-- value. A window that lacks a month has no value: months says how many were delivered, expected how many it needs.
CREATE OR REPLACE VIEW kpi_values AS
SELECT
    w.indicator AS indicator,
    toUInt32(intDiv(w.seen_from, 12) * 100 + w.seen_from % 12 + 1) AS period,
    w.scenario AS scenario,
    w.slice_kind AS slice_kind,
    w.slice AS slice,
    w.window AS window,
    -- how the months of the window make one figure
    multiIf(
        w.whole, 'whole',
        i.additivity = 'sum', 'sum',
        i.additivity = 'ratio' AND w.stated = 0, 'sum',
        i.frequency = 'month', 'last',
        'newest') AS rule,
    multiIf(
        rule = 'whole', w.whole_numerator,
        rule = 'sum', w.sum_numerator,
        rule = 'last', w.last_numerator,
        w.newest_numerator) AS numerator,
    if(i.additivity = 'ratio' AND w.stated = 0, w.sum_denominator, NULL) AS denominator,
    -- a ratio must have its months in the slice itself: a hidden month must not pass for a whole window
    if(i.additivity = 'ratio', w.months, w.delivered_months) AS months,
    if(rule = 'sum' AND i.frequency = 'month', toUInt8(w.last_month - w.first_month + 1), 1) AS expected,
    multiIf(
        rule = 'whole', 1,
        -- the target of a month says nothing about a longer time, unless months are summed
        rule != 'sum' AND w.stated = 1 AND w.window != 'month', 0,
        rule = 'last', w.has_last_month,
        months >= expected) AS complete,
    multiIf(
        NOT complete OR denominator = 0, NULL,
        w.stated = 1, numerator,
        toDecimal128(
            toDecimal256(numerator * i.multiplier, 20)
            / toDecimal256(ifNull(nullIf(denominator, 0), toDecimal128(1, 10)) * i.divisor, 10), 10)) AS value
FROM kpi_windows AS w
ANY LEFT JOIN indicators AS i ON w.indicator = i.indicator
COMMENT 'the value of every indicator per slice, scenario, month and window'
