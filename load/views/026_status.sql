-- The published records of the dataset status.
CREATE OR REPLACE VIEW status AS
SELECT *
FROM status_records
WHERE (load_id, period) IN (SELECT load_id, period FROM current_publications WHERE dataset = 'status')
COMMENT 'activities, assignments and projects, as published'
