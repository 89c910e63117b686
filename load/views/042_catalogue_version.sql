-- The published version of the catalogue: the hash of its text.
CREATE OR REPLACE VIEW catalogue_version AS
SELECT l.delivery AS version, p.published_at AS published_at
FROM current_publications AS p
INNER JOIN loads AS l ON l.load_id = p.load_id
WHERE p.dataset = 'catalogue'
COMMENT 'which version of the catalogue is in force, and since when'
