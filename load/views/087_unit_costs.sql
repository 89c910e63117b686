-- What one unit costs: cost over volume of the same months and the same scope.
CREATE OR REPLACE VIEW unit_costs AS
SELECT
    v.indicator AS indicator,
    i.name_sv AS name_sv,
    i.name_en AS name_en,
    v.period AS period,
    v.window AS window,
    v.numerator AS cost,
    v.denominator AS volume,
    v.value AS unit_cost
FROM kpi_values AS v
ANY LEFT JOIN indicators AS i ON v.indicator = i.indicator
WHERE v.scenario = 'actual' AND v.slice_kind = 'total'
    AND v.indicator IN (SELECT indicator FROM indicators WHERE family = 'unit_cost')
COMMENT 'cost per payslip, per invoice, per ticket, in kr'
