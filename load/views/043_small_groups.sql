-- Up to how many persons a group is small, by the published catalogue; by a catalogue older than these limits, 10 and 4.
CREATE OR REPLACE VIEW small_groups AS
SELECT
    if(count() = 0, 10, max(sickness)) AS sickness,
    if(count() = 0, 4, max(hours)) AS hours
FROM small_group_records
WHERE load_id IN (SELECT load_id FROM current_publications WHERE dataset = 'catalogue')
COMMENT 'up to how many persons a group is small, so that its figures are hidden'
