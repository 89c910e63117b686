-- What the indicators are made of. Indicators of the ledger also take part in the measure 'ledger.', which every
-- posting has, with factor 0: a month whose ledger was delivered without a posting for the indicator is 0, not missing. Not so
-- where nothing can ever be in the term, because no account has its report group, no project its kind or no unit its area.
CREATE OR REPLACE VIEW indicator_terms AS
WITH terms AS
(
    SELECT * EXCEPT load_id
    FROM indicator_term_records
    WHERE load_id IN (SELECT load_id FROM current_publications WHERE dataset = 'catalogue')
)
SELECT * FROM terms
UNION ALL
SELECT DISTINCT t.indicator, 'numerator', 'ledger.', 0, '', ''
FROM terms AS t
WHERE startsWith(t.measure, 'ledger.')
    AND splitByChar('.', toString(t.measure))[2] IN (SELECT arrayJoin(groups) FROM account)
    AND (NOT endsWith(t.measure, '.development') OR 'development' IN (SELECT toString(kind) FROM project))
    AND (t.area = '' OR t.area IN (SELECT area FROM organisation))
COMMENT 'numerators and denominators of the indicators: sums of measures'
