-- The published records of the dimension organisation; where several sources describe a code, the newest load does.
CREATE OR REPLACE VIEW organisation AS
SELECT *
FROM organisation_records
WHERE load_id IN (SELECT load_id FROM current_publications WHERE dataset = 'organisation')
ORDER BY load_id DESC
LIMIT 1 BY organisation
COMMENT 'responsible units and their areas, as published'
