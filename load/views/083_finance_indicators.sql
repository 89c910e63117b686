-- The indicators of the family finance, month by month.
CREATE OR REPLACE VIEW finance_indicators AS
SELECT *
FROM kpi_monthly
WHERE indicator IN (SELECT indicator FROM indicators WHERE family = 'finance')
COMMENT 'finance indicators: costs and result against budget and forecast'
