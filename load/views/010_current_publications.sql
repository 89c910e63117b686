-- Which load is the truth for each dataset, source and period: the newest publication. Everything that a reader sees
-- goes through this view.
CREATE OR REPLACE VIEW current_publications AS
SELECT
    dataset,
    source,
    period,
    argMax(p.load_id, (p.published_at, p.load_id)) AS load_id,
    max(p.published_at) AS published_at
FROM publications AS p
/* as of: WHERE p.published_at <= {at} */
GROUP BY dataset, source, period
COMMENT 'the load that is current for each dataset, source and period'
