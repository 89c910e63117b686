SELECT 1
SELECT 1;
"-- what is said before\nSELECT 1 /* and after */ -- at the end"
SELECT displayName(), version(), revision(), timezone()
SELECT version(), timezone()
SELECT currentDatabase(), currentUser()
SELECT name, value, readonly AS readonly FROM system.settings LIMIT 10000
SELECT database, name, engine, comment FROM system.tables WHERE database NOT IN ('system') ORDER BY name
SELECT name, type, comment FROM system.columns WHERE table = 'kpi_monthly'
SELECT * FROM system.data_type_families LIMIT 5
SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES
SHOW DATABASES
SHOW TABLES
SHOW FULL TABLES FROM guarded
SHOW COLUMNS FROM kpi_monthly
SHOW COLUMNS FROM kpi_monthly FROM guarded LIKE 'act%'
SHOW TABLES FROM `guarded` LIKE 'kpi%' LIMIT 3
DESCRIBE TABLE kpi_monthly
DESC guarded.kpi_monthly
DESCRIBE (SELECT 1 AS a)
SHOW CREATE TABLE kpi_monthly
EXISTS TABLE kpi_monthly
SELECT * FROM kpi_monthly LIMIT 0
SELECT month, actual, prior_year, actual_ytd FROM kpi_monthly WHERE indicator = 'kundfakturor' AND slice_kind = 'total' ORDER BY period FORMAT JSONEachRow
SELECT k.indicator, i.name_sv, sum(k.actual) AS s FROM guarded.kpi_monthly AS k INNER JOIN indicators AS i ON i.indicator = k.indicator GROUP BY ALL HAVING s > 0 ORDER BY s DESC LIMIT 10
WITH newest AS (SELECT max(period) AS p FROM kpi_monthly WHERE actual IS NOT NULL) SELECT * FROM kpi_monthly WHERE period IN (SELECT p FROM newest)
WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a) SELECT x, y FROM a CROSS JOIN b
WITH c (x) AS (SELECT 1) SELECT x FROM c
WITH ('a', 'b') AS list SELECT 'a' IN list
WITH ids AS (SELECT 1) SELECT 1 IN ids
SELECT 1 IN (1, 2), 'a' NOT IN ('b'), (1, 2) IN ((1, 2), (3, 4))
SELECT uniqExactIf(indicator, actual > 0), quantile(0.5)(actual), sumIf(actual, period > 202301), groupArrayDistinct(unit), avgOrNull(actual), sumMap(map('a', 1)) FROM kpi_monthly
SELECT argMax(actual, period), anyLast(month), topK(3)(indicator), countDistinct(slice), count(DISTINCT slice), count(*) FROM kpi_monthly
SELECT toStartOfMonth(month_start), formatDateTime(month_start, '%Y'), dateDiff('month', month_start, today()), month_start + INTERVAL 1 MONTH, now() - INTERVAL 1 DAY FROM kpi_monthly
SELECT CASE WHEN actual > 1 THEN 'a' ELSE 'b' END, CASE unit WHEN 'kr' THEN 1 END, multiIf(1, 2, 3), if(1, 2, 3), ifNull(actual, 0), coalesce(actual, 0), nullIf(1, 1) FROM kpi_monthly
SELECT month, sum(actual) OVER (PARTITION BY indicator ORDER BY period ROWS BETWEEN 11 PRECEDING AND CURRENT ROW), lagInFrame(actual) OVER w, row_number() OVER w FROM kpi_monthly WINDOW w AS (PARTITION BY indicator ORDER BY period)
SELECT concat('a', 'b'), 'a' || 'b', upper('a'), substring('abc', 1, 2), splitByChar(',', 'a,b'), replaceRegexpAll('a', 'a', 'b'), match('a', 'a'), 'a' LIKE '%a%', 'A' ILIKE 'a', position('ab' IN 'b'), trim(BOTH ' ' FROM ' a '), format('{}', 'a')
SELECT round(1.5), floor(1.5), 1 / 2, intDiv(5, 2), 5 % 2, -1, abs(-1), sqrt(2), least(1, 2), greatest(1, 2), bitAnd(1, 3), 1 <=> 1
SELECT [1, 2][1], arraySum([1, 2]), arrayFilter(x -> x > 1, [1, 2]), arrayJoin([1, 2]), (1, 'a').1, tuple(1, 2), map('a', 1)['a'], untuple((1, 2))
SELECT JSONExtractString('{"a":"b"}', 'a'), toTypeName(1), CAST('1' AS UInt8), '1'::UInt8, toDecimal64('1.5', 2), toInt32OrNull('x'), DATE '2024-01-01', toYYYYMM(today())
SELECT a, n FROM (SELECT 1 AS a, [1, 2] AS ns) ARRAY JOIN ns AS n
SELECT number AS x FROM numbers(3) UNION ALL SELECT 5 UNION DISTINCT SELECT 6
SELECT * FROM values('a UInt8, b String', (1, 'x'), (2, 'y'))
SELECT * FROM (SELECT 1 AS a) AS l LEFT ANY JOIN (SELECT 1 AS a, 2 AS b) AS r USING (a)
SELECT toDate('2024-01-01') + number AS d FROM numbers(3) ORDER BY d WITH FILL STEP 1 LIMIT 2 BY d
SELECT period, slice, sum(actual) FROM kpi_monthly GROUP BY GROUPING SETS ((period), (slice))
SELECT period, grouping(period) FROM kpi_monthly GROUP BY ROLLUP(period)
SELECT * EXCEPT (name_sv, name_en) REPLACE (upper(unit) AS unit) FROM kpi_monthly LIMIT 1
SELECT COLUMNS('^actual') FROM kpi_monthly LIMIT 1
SELECT exists(SELECT 1 FROM kpi_monthly), (SELECT max(period) FROM kpi_monthly)
SELECT indicator FROM kpi_monthly QUALIFY row_number() OVER (PARTITION BY indicator ORDER BY period DESC) = 1
SELECT count() FROM kpi_monthly SETTINGS max_threads = 1, output_format_json_quote_64bit_integers = 0 FORMAT JSON
SELECT `indicator` AS "nyckeltal åäö", 'file(''/etc/passwd'')' AS text FROM kpi_monthly
SELECT name FROM system.functions WHERE name = 'file' LIMIT 1
SELECT formatReadableSize(1024), bar(1, 0, 2, 10), toTypeName(NULL), bitCount(3), cityHash64('a'), hex('a'), generateUUIDv4(), rand()
SELECT simpleLinearRegression(period, toFloat64(actual)), corr(1, 2), stddevPop(toFloat64(actual)), exponentialMovingAverage(3)(toFloat64(actual), period) FROM kpi_monthly
SELECT indicator, slice FROM finance_indicators_as_of(at = '2024-01-01 00:00:00') LIMIT 1
