-- The published records of the dimension service; where several sources describe a code, the newest load does.
CREATE OR REPLACE VIEW service AS
SELECT *
FROM service_records
WHERE load_id IN (SELECT load_id FROM current_publications WHERE dataset = 'service')
ORDER BY load_id DESC
LIMIT 1 BY service
COMMENT 'services, as published'
