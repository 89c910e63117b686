-- What the measures of tickets are made of: ticket_measures, but a row per ticket that counts, with the place that it
-- came from.
CREATE OR REPLACE VIEW ticket_contributions AS
SELECT
    measure, 'actual' AS scenario, 'month' AS span, period, '' AS organisation, '' AS area, '' AS branch, customer, service,
    '' AS version, toDecimal128(1, 4) AS value, toUInt64(1) AS records, 'ticket' AS dataset, load_id, origin, sheet, row,
    cell, ticket AS key
FROM ticket
ARRAY JOIN arrayConcat(
    if(due_at IS NOT NULL AND (resolved_at IS NOT NULL OR toYYYYMM(assumeNotNull(due_at)) <= period), ['ticket.measured'], []),
    if(ifNull(resolved_at <= due_at, 0), ['ticket.met'], [])) AS measure
COMMENT 'every ticket behind the measures of service levels, with sheet and row'
