-- The heart of the key figures: numerators and denominators per indicator, month, scenario and dimension. Sums of
-- numerators over sums of denominators are right at every level. All key figures are computed from here, so they change
-- all at once, at the end of a run, and asking for them costs the same however many postings there are.
CREATE OR REPLACE VIEW measures AS
SELECT * EXCEPT load_id
FROM measure_records
WHERE load_id IN (SELECT load_id FROM current_publications WHERE dataset = 'measures')
COMMENT 'numerator and denominator of every indicator per month, scenario and dimension, as published'
