-- What each service costs per year, as stated by its provider: actual, budget and proposals by version.
CREATE OR REPLACE VIEW cost_per_service AS
SELECT
    toUInt16(intDiv(p.period, 100)) AS year,
    p.service AS service,
    s.name AS service_name,
    s.provider AS provider,
    p.scenario AS scenario,
    p.version AS version,
    sum(p.value) AS cost
FROM current_plan AS p
LEFT JOIN service AS s ON p.service = s.service
WHERE p.kind = 'service'
GROUP BY year, service, service_name, provider, scenario, version
COMMENT 'cost per service and year in kr'
