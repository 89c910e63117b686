SELECT count() FROM numbers(1000000000000000)
SELECT sum(sipHash64(number)) FROM numbers(100000000000)
SELECT count() FROM numbers(1000000) AS a CROSS JOIN numbers(1000000) AS b
SELECT a.number FROM numbers(100000000) AS a JOIN numbers(100000000) AS b ON a.number = b.number ORDER BY a.number
SELECT groupArray(number) FROM numbers(10000000000)
SELECT uniqExact(number) FROM numbers(1000000000000)
SELECT number FROM numbers(1000000000)
SELECT repeat('x', 1000000000)
SELECT range(1000000000)
SELECT arrayMap(x -> range(x), range(1000000))
SELECT length(arrayFlatten(arrayMap(x -> range(100000), range(100000))))
SELECT match(repeat('a', 1000), '((((a{1,1000}){1,1000}){1,1000}){1,1000})')
SELECT sum(multiMatchAny(toString(number), ['(a|b|c|d){1,1000}x{1,1000}'])) FROM numbers(1000000000)
WITH RECURSIVE r AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM r) SELECT max(x) FROM r
SELECT number, count() OVER (ORDER BY number ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM numbers(1000000000)
SELECT * FROM generate_series(0, 18446744073709551614)
SELECT 1 AS x ORDER BY x WITH FILL FROM 0 TO 1000000000000
SELECT geohashesInBox(-180, -90, 180, 90, 12)
SELECT throwIf(number = 5) FROM numbers(10)
