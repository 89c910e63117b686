-- Service levels: cases measured and met, pooled over the window, per slice.
CREATE OR REPLACE VIEW sla_compliance AS
SELECT
    v.indicator AS indicator,
    v.slice_kind AS slice_kind,
    v.slice AS slice,
    v.period AS period,
    v.window AS window,
    v.numerator AS met,
    v.denominator AS measured,
    v.value AS compliance
FROM kpi_values AS v
WHERE v.scenario = 'actual' AND v.indicator IN (SELECT indicator FROM indicators WHERE family = 'sla')
COMMENT 'met and measured service levels, and their ratio in percent'
