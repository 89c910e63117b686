-- Measures of tickets in the month they were opened. A ticket is measured when a time was agreed and the ticket is
-- resolved, or was due before the month ended; it is met when it was resolved in time.
CREATE OR REPLACE VIEW ticket_measures AS
SELECT
    period,
    customer,
    service,
    measured.1 AS measure,
    toDecimal128(measured.2, 4) AS value
FROM
(
    SELECT
        period,
        customer,
        service,
        countIf(due_at IS NOT NULL AND (resolved_at IS NOT NULL
            OR toYYYYMM(assumeNotNull(due_at)) <= period)) AS measured_count,
        countIf(resolved_at <= due_at) AS met_count
    FROM ticket
    GROUP BY period, customer, service
)
ARRAY JOIN [('ticket.measured', measured_count), ('ticket.met', met_count)] AS measured
COMMENT 'measures of tickets: measured and met service levels'
