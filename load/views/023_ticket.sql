-- The published records of the dataset ticket.
CREATE OR REPLACE VIEW ticket AS
SELECT *
FROM ticket_records
WHERE (load_id, period) IN (SELECT load_id, period FROM current_publications WHERE dataset = 'ticket')
COMMENT 'service tickets, as published'
