-- The catalogue of indicators in its published version.
CREATE OR REPLACE VIEW indicators AS
SELECT * EXCEPT load_id
FROM indicator_records
WHERE load_id IN (SELECT load_id FROM current_publications WHERE dataset = 'catalogue')
ORDER BY position
COMMENT 'the indicators: what they are called, mean and are measured in'
