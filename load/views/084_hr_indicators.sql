-- The indicators of the family hr, month by month.
CREATE OR REPLACE VIEW hr_indicators AS
SELECT *
FROM kpi_monthly
WHERE indicator IN (SELECT indicator FROM indicators WHERE family = 'hr')
COMMENT 'staff indicators; groups that are too small are hidden'
