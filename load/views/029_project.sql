-- The published records of the dimension project; where several sources describe a code, the newest load does.
CREATE OR REPLACE VIEW project AS
SELECT *
FROM project_records
WHERE load_id IN (SELECT load_id FROM current_publications WHERE dataset = 'project')
ORDER BY load_id DESC
LIMIT 1 BY project
COMMENT 'projects, as published'
