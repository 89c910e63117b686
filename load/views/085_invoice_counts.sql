-- The indicators of the family invoices, month by month.
CREATE OR REPLACE VIEW invoice_counts AS
SELECT *
FROM kpi_monthly
WHERE indicator IN (SELECT indicator FROM indicators WHERE family = 'invoices')
COMMENT 'counted invoices'
