-- The published records of the dataset plan.
CREATE OR REPLACE VIEW plan AS
SELECT *
FROM plan_records
WHERE (load_id, period) IN (SELECT load_id, period FROM current_publications WHERE dataset = 'plan')
COMMENT 'budgets, forecasts, targets and stated actuals, all versions, as published'
