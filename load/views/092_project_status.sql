-- Activities, assignments and projects as they were reported for a month.
CREATE OR REPLACE VIEW project_status AS
SELECT period, kind, area, position, item, status, cause, action
FROM status
ORDER BY period, kind, area, position
COMMENT 'status of activities, assignments and projects per month'
