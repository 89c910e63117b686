-- The cost of each service shared among its customers by the allocation keys of the year. The parts add up to the cost
-- to the öre (largest remainder: every part is rounded down, and the öre that are left go to the largest remainders).
-- Where the shares of a service and year do not sum to 1, cost is NULL.
CREATE OR REPLACE VIEW cost_per_customer AS
WITH shared AS
(
    SELECT
        c.year AS year,
        c.service AS service,
        c.service_name AS service_name,
        c.scenario AS scenario,
        c.version AS version,
        a.customer AS customer,
        a.share AS share,
        toInt128(round(c.cost, 2) * 100) AS total_ore,
        abs(total_ore) * toInt128(a.share * 10000000000) AS exact,
        intDiv(exact, 10000000000) AS part_ore,
        exact % 10000000000 AS remainder,
        sum(a.share) OVER whole = 1 AS shares_complete,
        abs(total_ore) - sum(part_ore) OVER whole AS left_ore,
        row_number() OVER (
            PARTITION BY c.year, c.service, c.scenario, c.version
            ORDER BY remainder DESC, a.customer) AS place
    FROM cost_per_service AS c
    INNER JOIN
    (
        SELECT intDiv(period, 100) AS year, service, customer, sum(share) AS share
        FROM allocation
        GROUP BY year, service, customer
    ) AS a ON c.year = a.year AND c.service = a.service
    WINDOW whole AS (PARTITION BY c.year, c.service, c.scenario, c.version)
)
SELECT
    s.year AS year,
    s.service AS service,
    s.service_name AS service_name,
    s.scenario AS scenario,
    s.version AS version,
    s.customer AS customer,
    c.name AS customer_name,
    s.share AS share,
    if(s.shares_complete,
        toDecimal128(toDecimal128(sign(s.total_ore) * (s.part_ore + (s.place <= s.left_ore)), 2) / 100, 2),
        NULL) AS cost
FROM shared AS s
LEFT JOIN customer AS c ON s.customer = c.customer
COMMENT 'cost per service, year and customer in kr; the parts add up to the cost exactly'
