-- The published records of the dataset allocation.
CREATE OR REPLACE VIEW allocation AS
SELECT *
FROM allocation_records
WHERE (load_id, period) IN (SELECT load_id, period FROM current_publications WHERE dataset = 'allocation')
COMMENT 'allocation keys, as published'
