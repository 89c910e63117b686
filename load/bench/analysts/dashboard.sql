SELECT month, actual, prior_year, target FROM kpi_monthly WHERE indicator = 'leverantorsfakturor' AND slice_kind = 'total' AND period BETWEEN 202301 AND 202312 ORDER BY period
SELECT month, actual, prior_year, target FROM kpi_monthly WHERE indicator = 'kundfakturor' AND slice_kind = 'total' AND period BETWEEN 202301 AND 202312 ORDER BY period
SELECT month, actual_r12 FROM kpi_monthly WHERE indicator = 'sjukfranvaro' AND slice_kind = 'total' AND period BETWEEN 202301 AND 202312 ORDER BY period
SELECT slice, actual_ytd FROM kpi_monthly WHERE indicator = 'resultat' AND slice_kind = 'area' AND period = 202311 ORDER BY slice
SELECT area, actual, actual_ytd FROM result_by_area WHERE period = 202311 ORDER BY area
SELECT name_sv, value, unit FROM kpi_values AS k INNER JOIN indicators AS i ON k.indicator = i.indicator WHERE period = 202311 AND window = 'month' AND scenario = 'actual' AND slice_kind = 'total'
SELECT indicator, value FROM kpi_values WHERE period = 202311 AND window = 'ytd' AND scenario = 'budget' AND slice_kind = 'total'
SELECT * FROM kpi_status WHERE period = 202311 LIMIT 50
SELECT * FROM kpi_tertial WHERE slice_kind = 'total' LIMIT 100
SELECT * FROM kpi_yearly WHERE slice_kind = 'total' LIMIT 100
SELECT * FROM finance_indicators WHERE period = 202311 AND slice_kind = 'total'
SELECT * FROM invoice_counts WHERE period = 202311
SELECT * FROM sla_compliance WHERE period = 202311 LIMIT 50
SELECT * FROM cost_per_service LIMIT 50
SELECT * FROM cost_per_customer LIMIT 100
SELECT * FROM unit_costs WHERE period = 202311
SELECT * FROM project_status LIMIT 50
SELECT * FROM delivery_status LIMIT 50
SELECT DISTINCT period FROM kpi_monthly WHERE slice_kind = 'total' AND actual IS NOT NULL ORDER BY period DESC
SELECT indicator, name_sv FROM indicators ORDER BY name_sv
