-- What all measures are made of: fact_measures, but a row per record, with the delivery, sheet and cell that it came from.
-- The sums per measure and dimension are those of fact_measures; what adds nothing is left out.
CREATE OR REPLACE VIEW contributions AS
SELECT * FROM ledger_contributions
UNION ALL
SELECT * FROM payroll_contributions
UNION ALL
SELECT * FROM volume_contributions
UNION ALL
SELECT * FROM ticket_contributions
UNION ALL
SELECT * FROM plan_contributions
COMMENT 'every record behind the measures, with sheet and cell'
