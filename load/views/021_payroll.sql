-- The published records of the dataset payroll.
CREATE OR REPLACE VIEW payroll AS
SELECT *
FROM payroll_records
WHERE (load_id, period) IN (SELECT load_id, period FROM current_publications WHERE dataset = 'payroll')
COMMENT 'hours per person and month, as published'
