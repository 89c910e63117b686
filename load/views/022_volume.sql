-- The published records of the dataset volume.
CREATE OR REPLACE VIEW volume AS
SELECT *
FROM volume_records
WHERE (load_id, period) IN (SELECT load_id, period FROM current_publications WHERE dataset = 'volume')
COMMENT 'volumes and stocks, as published'
