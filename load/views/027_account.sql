-- The published records of the dimension account; where several sources describe a code, the newest load does.
CREATE OR REPLACE VIEW account AS
SELECT *
FROM account_records
WHERE load_id IN (SELECT load_id FROM current_publications WHERE dataset = 'account')
ORDER BY load_id DESC
LIMIT 1 BY account, valid_from
COMMENT 'the chart of accounts, as published'
