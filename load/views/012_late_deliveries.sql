-- Loads that came for a closed month and would change it, and wait: until the month is reopened or restated, or a newer
-- load of the same source takes their place.
CREATE OR REPLACE VIEW late_deliveries AS
WITH
    held AS
    (
        SELECT
            dataset, source, period,
            argMax(h.load_id, (h.held_at, h.load_id)) AS load_id,
            max(h.held_at) AS held_at,
            argMax(h.records, (h.held_at, h.load_id)) AS records,
            argMax(h.differs, (h.held_at, h.load_id)) AS differs
        FROM held_publications AS h
        /* as of: WHERE h.held_at <= {at} */
        GROUP BY dataset, source, period
    )
SELECT
    h.period AS period,
    c.name AS closing,
    h.dataset AS dataset,
    h.source AS source,
    l.job AS job,
    l.file AS file,
    h.held_at AS held_at,
    h.records AS records,
    l.delivery AS delivery,
    h.load_id AS load_id
FROM held AS h
INNER JOIN closed_periods AS c ON h.period = c.period
INNER JOIN loads AS l ON h.load_id = l.load_id
LEFT JOIN current_publications AS p ON h.dataset = p.dataset AND h.source = p.source AND h.period = p.period
WHERE h.differs AND (p.published_at < h.held_at OR p.source = '')
COMMENT 'deliveries for closed months that wait to be taken in'
