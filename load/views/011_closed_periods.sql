-- The months that are closed: what is loaded for them waits until somebody reopens or restates them. Their certified
-- figures are those as of closed_at.
CREATE OR REPLACE VIEW closed_periods AS
SELECT
    period,
    argMax(c.name, c.decided_at) AS name,
    max(c.decided_at) AS closed_at,
    argMax(c.decided_by, c.decided_at) AS closed_by,
    argMax(c.comment, c.decided_at) AS comment
FROM closings AS c
/* as of: WHERE c.decided_at <= {at} */
GROUP BY period
HAVING argMax(c.action, c.decided_at) != 'reopen'
COMMENT 'closed months, with the time of their certified figures'
