-- The published records of the dataset ledger.
CREATE OR REPLACE VIEW ledger AS
SELECT *
FROM ledger_records
WHERE (load_id, period) IN (SELECT load_id, period FROM current_publications WHERE dataset = 'ledger')
COMMENT 'postings of the general ledger, as published'
