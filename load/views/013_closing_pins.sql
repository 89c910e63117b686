-- What the certified figures of every closing rest on: the loads that were current then, with their deliveries and
-- mappings, and the version of the catalogue (dataset catalogue, whose delivery is the hash of its text).
CREATE OR REPLACE VIEW closing_pins AS
WITH
    decisions AS
    (
        SELECT name, decided_at, max(c.period) AS month
        FROM closings AS c
        WHERE c.action != 'reopen' /* as of: AND c.decided_at <= {at} */
        GROUP BY name, decided_at
    ),
    pins AS
    (
        SELECT
            d.name AS name, d.month AS month, d.decided_at AS closed_at, p.dataset AS dataset, p.source AS source,
            p.period AS period, argMax(p.load_id, (p.published_at, p.load_id)) AS load_id
        FROM publications AS p
        CROSS JOIN decisions AS d
        WHERE p.published_at <= d.decided_at AND p.period <= d.month
        GROUP BY name, month, closed_at, dataset, source, period
    )
SELECT
    p.name AS name, p.month AS month, p.closed_at AS closed_at, p.dataset AS dataset, p.source AS source, p.period AS period,
    l.file AS file, l.delivery AS delivery, l.mapping AS mapping, p.load_id AS load_id
FROM pins AS p
LEFT JOIN loads AS l ON p.load_id = l.load_id
COMMENT 'the loads, mappings and catalogue behind the certified figures of every closing'
