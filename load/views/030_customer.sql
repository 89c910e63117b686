-- The published records of the dimension customer; where several sources describe a code, the newest load does.
CREATE OR REPLACE VIEW customer AS
SELECT *
FROM customer_records
WHERE load_id IN (SELECT load_id FROM current_publications WHERE dataset = 'customer')
ORDER BY load_id DESC
LIMIT 1 BY customer
COMMENT 'customers, as published'
