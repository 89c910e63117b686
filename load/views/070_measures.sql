-- The heart of the key figures: numerators and denominators per indicator, month, scenario and dimension. Sums of
-- numerators over sums of denominators are right at every level. All key figures are computed from here. At the end of
-- a run the months that changed are published anew, all at once, and asking costs the same however many postings there are.
CREATE OR REPLACE VIEW measures AS
SELECT * EXCEPT load_id
FROM measure_records
WHERE (load_id, period) IN (SELECT load_id, period FROM current_publications WHERE dataset = 'measures')
COMMENT 'numerator and denominator of every indicator per month, scenario and dimension, as published'
