## Writing
INSERT INTO kpi_monthly VALUES (1)
INSERT INTO secret SELECT 'x'
INSERT INTO FUNCTION file('/tmp/x.csv', 'CSV', 'a String') SELECT 'x'
INSERT INTO TABLE FUNCTION url('http://127.0.0.1:1/', 'CSV', 'a String') SELECT 'x'
INSERT INTO secret FROM INFILE '/etc/passwd' FORMAT CSV
WITH x AS (SELECT 'a') INSERT INTO secret SELECT * FROM x
CREATE TABLE t (a UInt8) ENGINE = Memory
CREATE TABLE t ENGINE = MergeTree ORDER BY a AS SELECT 1 AS a
CREATE TEMPORARY TABLE t (a UInt8)
CREATE TEMPORARY TABLE t AS SELECT * FROM secret
CREATE OR REPLACE TABLE secret (a UInt8) ENGINE = Memory
CREATE VIEW v AS SELECT * FROM secret
CREATE OR REPLACE VIEW kpi_monthly AS SELECT * FROM secret
CREATE MATERIALIZED VIEW v ENGINE = Memory AS SELECT * FROM secret
CREATE TEMPORARY VIEW v AS SELECT * FROM secret
CREATE DATABASE mine
CREATE DATABASE d ENGINE = MySQL('127.0.0.1:3306', 'db', 'u', 'p')
CREATE DICTIONARY d (a UInt64) PRIMARY KEY a SOURCE(FILE(path '/etc/passwd' format 'CSV')) LAYOUT(FLAT()) LIFETIME(1)
CREATE DICTIONARY d (a UInt64) PRIMARY KEY a SOURCE(EXECUTABLE(command 'id' format 'TSV')) LAYOUT(FLAT()) LIFETIME(1)
CREATE DICTIONARY d (a UInt64) PRIMARY KEY a SOURCE(HTTP(url 'http://127.0.0.1:1/' format 'TSV')) LAYOUT(FLAT()) LIFETIME(1)
CREATE FUNCTION f AS (x) -> file(x)
CREATE NAMED COLLECTION c AS url = 'http://127.0.0.1:1/'
CREATE USER u IDENTIFIED BY 'p'
CREATE ROLE r
CREATE ROW POLICY p ON secret USING 1 TO ALL
CREATE QUOTA q TO ALL
CREATE SETTINGS PROFILE p SETTINGS readonly = 0
CREATE INDEX i ON secret (text) TYPE minmax
GRANT ALL ON *.* TO default
REVOKE ALL ON *.* FROM default
ALTER TABLE secret DELETE WHERE 1
ALTER TABLE secret UPDATE text = 'x' WHERE 1
ALTER TABLE secret ADD COLUMN b UInt8
ALTER TABLE secret FREEZE
ALTER TABLE secret MODIFY TTL now()
ALTER USER default IDENTIFIED BY 'x'
ALTER DATABASE guarded MODIFY SETTING max_threads = 1
DELETE FROM secret WHERE 1
UPDATE secret SET text = 'x' WHERE 1
TRUNCATE TABLE secret
TRUNCATE DATABASE guarded
DROP TABLE secret
DROP VIEW kpi_monthly
DROP DATABASE guarded
DROP FUNCTION f
UNDROP TABLE secret
RENAME TABLE secret TO kpi_secret
EXCHANGE TABLES secret AND loads
DETACH TABLE secret
DETACH TABLE secret PERMANENTLY
ATTACH TABLE secret
ATTACH TABLE t FROM '/tmp/x' (a UInt8) ENGINE = Memory
OPTIMIZE TABLE secret FINAL
CHECK TABLE secret
CHECK ALL TABLES
MOVE TABLE a TO b
BACKUP TABLE secret TO File('/tmp/backup')
BACKUP DATABASE guarded TO Disk('default', 'x')
BACKUP ALL TO S3('http://127.0.0.1:1/', 'k', 's')
RESTORE TABLE secret FROM File('/tmp/backup')
## Files, programs, addresses: table functions
SELECT * FROM file('/etc/passwd', 'LineAsString')
SELECT * FROM File('/etc/passwd', 'LineAsString')
SELECT * FROM FILE('/etc/passwd')
SELECT * FROM file('*', 'One')
SELECT * FROM fileCluster('c', '/etc/passwd')
SELECT * FROM filesystem('/')
SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')
SELECT * FROM urlCluster('c', 'http://127.0.0.1:1/')
SELECT * FROM s3('http://127.0.0.1:1/b/k', 'CSV')
SELECT * FROM s3Cluster('c', 'http://127.0.0.1:1/b/k', 'CSV')
SELECT * FROM gcs('http://127.0.0.1:1/b/k', 'CSV')
SELECT * FROM oss('http://127.0.0.1:1/b/k', 'CSV')
SELECT * FROM cosn('http://127.0.0.1:1/b/k', 'CSV')
SELECT * FROM hdfs('hdfs://127.0.0.1:1/x', 'CSV', 'a String')
SELECT * FROM azureBlobStorage('http://127.0.0.1:1/', 'c', 'b', 'a', 'k')
SELECT * FROM iceberg('http://127.0.0.1:1/x')
SELECT * FROM icebergLocal('/tmp/x')
SELECT * FROM deltaLakeLocal('/tmp/x')
SELECT * FROM deltaLake('http://127.0.0.1:1/x')
SELECT * FROM hudi('http://127.0.0.1:1/x')
SELECT * FROM paimonLocal('/tmp/x')
SELECT * FROM mysql('127.0.0.1:3306', 'd', 't', 'u', 'p')
SELECT * FROM postgresql('127.0.0.1:5432', 'd', 't', 'u', 'p')
SELECT * FROM mongodb('127.0.0.1:27017', 'd', 't', 'u', 'p', 'a String')
SELECT * FROM redis('127.0.0.1:6379', 'k', 'k String')
SELECT * FROM sqlite('/tmp/x.db', 't')
SELECT * FROM odbc('DSN=x', 'd', 't')
SELECT * FROM jdbc('jdbc:x', 'd', 't')
SELECT * FROM arrowstream('x')
SELECT * FROM ytsaurus('http://127.0.0.1:1', '//x', 't', 'a String')
SELECT * FROM executable('id', 'TSV', 'a String')
SELECT * FROM executable('/bin/sh -c id', 'TSV', 'a String', (SELECT 1))
SELECT * FROM python('x')
SELECT * FROM Python(x)
SELECT * FROM remote('127.0.0.1:9000', 'guarded', 'secret')
SELECT * FROM remoteSecure('127.0.0.1', system.users)
SELECT * FROM cluster('default', 'guarded', 'secret')
SELECT * FROM clusterAllReplicas('default', guarded, secret)
SELECT * FROM merge('guarded', '^secret$')
SELECT * FROM merge('^secret$')
SELECT * FROM loop(secret)
SELECT * FROM dictionary('d')
SELECT * FROM mergeTreeIndex(guarded, secret)
SELECT * FROM mergeTreeProjection(guarded, secret, p)
SELECT * FROM mergeTreeTextIndex(guarded, secret, i)
SELECT * FROM view(SELECT * FROM secret)
SELECT * FROM viewIfPermitted(SELECT * FROM secret ELSE null('a String'))
SELECT * FROM viewExplain('EXPLAIN', '', (SELECT * FROM secret))
SELECT * FROM (EXPLAIN SELECT * FROM secret)
SELECT * FROM input('a String')
SELECT * FROM null('a String')
SELECT * FROM format('CSV', '1')
SELECT * FROM generateRandom('a String', 1, 10, 2)
SELECT * FROM fuzzJSON('{}')
SELECT * FROM fuzzQuery('SELECT 1')
SELECT * FROM eval('SELECT * FROM secret')
SELECT * FROM eval((SELECT 'SELECT 1'))
SELECT * FROM prometheusQuery('guarded', 't', 'up', now())
SELECT * FROM timeSeriesData('guarded', 't')
SELECT * FROM numbers(10) AS n JOIN url('http://127.0.0.1:1/', 'CSV', 'number UInt64') AS u USING number
SELECT * FROM nosuchfunction(1)
DESCRIBE TABLE url('http://127.0.0.1:1/x.csv')
DESC url('http://127.0.0.1:1/x.csv')
DESCRIBE file('/etc/passwd', 'CSV')
DESCRIBE s3('http://127.0.0.1:1/b/k')
DESCRIBE (SELECT * FROM file('/etc/passwd', 'LineAsString'))
DESCRIBE (SELECT file('/etc/passwd'))
## Files, programs, addresses, the server: functions
SELECT file('/etc/passwd')
SELECT FILE('/etc/passwd')
SELECT `file`('/etc/passwd')
SELECT "file"('/etc/passwd')
SELECT file /* a comment */ ('/etc/passwd')
"SELECT file -- a comment\n('/etc/passwd')"
"SELECT\tfile\n\n('/etc/passwd')"
SELECT file('/etc/' || 'passwd')
SELECT file('x', 'default')
SELECT (SELECT file('/etc/passwd'))
SELECT if(1, file('/etc/passwd'), '')
SELECT arrayMap(x -> file(x), ['/etc/passwd'])
SELECT * APPLY(x -> file(x)) FROM kpi_monthly
SELECT * APPLY file FROM kpi_monthly
SELECT COLUMNS('indicator') APPLY file FROM kpi_monthly
SELECT * APPLY(toString) FROM kpi_monthly
SELECT * REPLACE(file('/etc/passwd') AS indicator) FROM kpi_monthly
SELECT sum(1) OVER (PARTITION BY file('/etc/passwd'))
SELECT sum(1) OVER (ORDER BY 1 ROWS BETWEEN length(file('a')) PRECEDING AND CURRENT ROW)
SELECT 1 FROM numbers(1) WINDOW w AS (PARTITION BY file('a'))
SELECT 1 WHERE file('/etc/passwd') != ''
SELECT 1 FROM kpi_monthly PREWHERE file('/etc/passwd') != ''
SELECT indicator FROM kpi_monthly GROUP BY GROUPING SETS ((indicator), (file('a')))
SELECT 1 HAVING file('/etc/passwd') != ''
SELECT 1 QUALIFY file('/etc/passwd') != ''
SELECT 1 ORDER BY file('/etc/passwd')
SELECT 1 AS x ORDER BY x WITH FILL FROM length(file('a')) TO 3
SELECT 1 AS x, 2 AS y ORDER BY x WITH FILL FROM 1 TO 3 INTERPOLATE (y AS file('a'))
SELECT 1 LIMIT length(file('/etc/passwd'))
SELECT 1 LIMIT 1 OFFSET length(file('/etc/passwd'))
SELECT 1 LIMIT 1 BY file('/etc/passwd')
SELECT a FROM kpi_monthly ARRAY JOIN [file('/etc/passwd')] AS a
SELECT * FROM numbers(length(file('/etc/passwd')))
SELECT * FROM values('a String', file('/etc/passwd'))
SELECT * FROM finance_indicators_as_of(at = file('/etc/passwd'))
SELECT dictGet('d', 'a', 1)
SELECT dictGetString('d', 'a', toUInt64(1))
SELECT dictHas('d', 1)
SELECT joinGet('guarded.secret', 'text', 'x')
SELECT joinGetOrNull('guarded.secret', 'text', 'x')
SELECT hasColumnInTable('guarded', 'secret', 'text')
SELECT hasColumnInTable('127.0.0.1', 'u', 'p', 'd', 't', 'c')
SELECT sleep(3)
SELECT sleepEachRow(1) FROM numbers(100)
SELECT hostName()
SELECT fullHostName()
SELECT FQDN()
SELECT getMacro('x')
SELECT getServerSetting('path')
SELECT getMergeTreeSetting('index_granularity')
SELECT getClientHTTPHeader('Authorization')
SELECT getServerPort('tcp_port')
SELECT tcpPort()
SELECT serverUUID()
SELECT buildId()
SELECT getOSKernelVersion()
SELECT uptime()
SELECT filesystemAvailable()
SELECT filesystemCapacity()
SELECT showCertificate()
SELECT catboostEvaluate('/tmp/model.bin', 1)
SELECT evalMLMethod(1, 2)
SELECT naiveBayesClassifier('m', 'x')
SELECT regionToName(toUInt32(1))
SELECT addressToLine(1)
SELECT addressToSymbol(1)
SELECT demangle('x')
SELECT logTrace('x')
SELECT tid()
SELECT aiGenerate('x')
SELECT aiEmbed('x')
SELECT AIClassify('x', ['y'])
SELECT structureToCapnProtoSchema('a String')
SELECT structureToProtobufSchema('a String')
SELECT generateSerialID('x')
SELECT transactionID()
SELECT zookeeperSessionUptime()
SELECT currentRoles()
SELECT reverseDNSQuery('127.0.0.1')
SELECT __getScalar('x')
SELECT nosuchfunction(1)
SELECT sumIfNosuch(1, 1)
SELECT quantile(length(file('/etc/passwd')))(1)
SELECT 1 AS x ORDER BY x WITH FILL STALENESS length(file('/etc/passwd'))
SELECT DISTINCT ON (file('/etc/passwd')) indicator FROM kpi_monthly
SELECT * REPLACE STRICT (file('/etc/passwd') AS indicator) FROM kpi_monthly
SELECT sum(1) FILTER (WHERE file('/etc/passwd') != '')
SELECT 1 FROM kpi_monthly AS a JOIN kpi_monthly AS b ON file('/etc/passwd') = a.slice
WITH a AS MATERIALIZED (SELECT file('/etc/passwd')) SELECT 1
SHOW TABLES WHERE file('/etc/passwd') != ''
SHOW TABLES LIMIT length(file('/etc/passwd'))
SHOW DATABASES LIMIT (SELECT count() FROM secret)
SHOW COLUMNS FROM kpi_monthly WHERE file('/etc/passwd') != ''
SHOW COLUMNS FROM kpi_monthly WHERE 'x' IN secret
SHOW FULL COLUMNS FROM kpi_monthly WHERE field = file('/etc/passwd')
SHOW INDEX FROM kpi_monthly WHERE file('/etc/passwd') != ''
SELECT * FROM kpi_monthly STREAM
## Other relations
SELECT * FROM secret
SELECT * FROM guarded.secret
SELECT * FROM `guarded`.`secret`
SELECT * FROM "secret"
SELECT * FROM guarded . secret
SELECT * FROM view_of_secret
SELECT * FROM payroll
SELECT * FROM payroll_records
SELECT * FROM loads
SELECT * FROM publications
SELECT * FROM elsewhere.secret
SELECT * FROM default.secret
SELECT * FROM secret FINAL
SELECT * FROM secret SAMPLE 1
FROM secret SELECT *
(SELECT * FROM secret)
SELECT 1 UNION ALL SELECT text FROM secret
SELECT 1 EXCEPT SELECT length(text) FROM secret
SELECT 1 INTERSECT SELECT length(text) FROM secret
SELECT (SELECT text FROM secret)
SELECT EXISTS(SELECT 1 FROM secret)
SELECT 1 WHERE 'a' IN (SELECT text FROM secret)
SELECT 1 WHERE 'a' IN secret
SELECT 1 WHERE 'a' IN (secret)
SELECT 1 WHERE 'a' NOT IN guarded.secret
SELECT 1 WHERE 'a' GLOBAL IN secret
SELECT in('a', secret)
SELECT notIn('a', `secret`)
SELECT nullIn('a', secret)
SELECT IN('a', secret)
SELECT 1 = ANY(SELECT length(text) FROM secret)
SELECT * FROM kpi_monthly AS k JOIN secret AS s ON 1
SELECT * FROM kpi_monthly, secret
SELECT * FROM kpi_monthly ASOF JOIN payroll USING (period)
WITH x AS (SELECT * FROM secret) SELECT * FROM x
WITH (SELECT text FROM secret) AS x SELECT x
WITH secret AS q SELECT 'a' IN q
WITH secret AS kpi_monthly SELECT 'a' IN kpi_monthly
WITH secret AS q, q AS r SELECT 'a' IN r
SELECT secret AS q, 'a' IN q
SELECT * FROM (WITH secret AS q SELECT * FROM q) AS a, (WITH q AS (SELECT 1) SELECT * FROM q) AS b
WITH secret AS (SELECT 1 AS text) SELECT 1 FROM (WITH secret AS (SELECT 1 AS text) SELECT text FROM secret) AS a, secret
WITH RECURSIVE r AS (SELECT text FROM secret UNION ALL SELECT text FROM r) SELECT * FROM r
SELECT * FROM kpi_monthly_as_of(at = '2024-01-01')
SELECT * FROM hr_indicators_as_of(at = '2024-01-01')
SELECT * FROM payroll_as_of(at = '2024-01-01')
SELECT * FROM system.users
SELECT * FROM system.processes
SELECT * FROM system.query_log
SELECT * FROM system.parts
SELECT * FROM system.named_collections
SELECT * FROM system.server_settings
SELECT * FROM system.disks
SELECT * FROM system.stack_trace
SELECT * FROM system.dictionaries
SELECT * FROM system.errors
SELECT * FROM system.remote_data_paths
SELECT * FROM system.certificates
SELECT * FROM INFORMATION_SCHEMA.engines
SELECT * FROM system.one, system.grants
EXISTS TABLE secret
EXISTS VIEW view_of_secret
EXISTS DATABASE elsewhere
DESCRIBE TABLE secret
DESC guarded.payroll_records
SHOW CREATE TABLE secret
SHOW CREATE VIEW view_of_secret
SHOW CREATE DATABASE guarded
SHOW CREATE DICTIONARY d
SHOW CREATE USER default
SHOW GRANTS
SHOW USERS
SHOW ROLES
SHOW ACCESS
SHOW QUOTAS
SHOW PROCESSLIST
SHOW ENGINES
SHOW POLICIES
## The engine and other people's queries
KILL QUERY WHERE 1
KILL QUERY WHERE user != 'x' SYNC
KILL MUTATION WHERE 1
KILL TRANSACTION WHERE 1
SYSTEM SHUTDOWN
SYSTEM KILL
SYSTEM STOP MERGES
SYSTEM FLUSH LOGS
SYSTEM RELOAD CONFIG
SYSTEM DROP MARK CACHE
SYSTEM ENABLE FAILPOINT x
SYSTEM UNFREEZE WITH NAME 'x'
SYSTEM RESTORE REPLICA secret
SET readonly = 0
SET max_memory_usage = 0
SET ROLE admin
SET DEFAULT ROLE NONE TO default
SET TRANSACTION SNAPSHOT 1
USE system
BEGIN TRANSACTION
COMMIT
ROLLBACK
EXECUTE AS default SELECT 1
PARALLEL WITH SELECT 1
WATCH kpi_monthly
EXPLAIN SELECT 1
EXPLAIN AST SELECT 1
EXPLAIN SYNTAX SELECT * FROM secret
EXPLAIN QUERY TREE SELECT file('/etc/passwd')
EXPLAIN PLAN SELECT * FROM secret
EXPLAIN PIPELINE SELECT * FROM secret
EXPLAIN ESTIMATE SELECT * FROM secret
EXPLAIN TABLE OVERRIDE mysql('127.0.0.1:3306', 'd', 't', 'u', 'p') COLUMNS (a UInt8)
ast = 1 SELECT 1
optimize = 1 SELECT file('/etc/passwd')
## Files by clauses
SELECT 1 INTO OUTFILE '/tmp/x'
SELECT * FROM kpi_monthly INTO OUTFILE '/tmp/x' FORMAT CSV
SELECT 1 INTO OUTFILE '/tmp/x' APPEND
SELECT 1 INTO OUTFILE '/tmp/x' TRUNCATE COMPRESSION 'gzip'
"SELECT 1 INTO\nOUTFILE '/tmp/x'"
SELECT 1 INTO/**/OUTFILE/**/'/tmp/x'
DESCRIBE kpi_monthly INTO OUTFILE '/tmp/x'
SHOW TABLES INTO OUTFILE '/tmp/x'
## Settings
SELECT 1 SETTINGS readonly = 0
SELECT 1 SETTINGS max_execution_time = 0, allow_ddl = 1
SELECT 1 SETTINGS additional_table_filters = {}
SELECT 1 SETTINGS additional_table_filters = {'system.tables': '1'}
SELECT 1 SETTINGS additional_result_filter = '1'
SELECT 1 SETTINGS format_schema = '/etc/passwd:x'
SELECT 1 SETTINGS format_template_resultset = '/etc/passwd'
SELECT 1 SETTINGS output_format_schema = '/tmp/x'
SELECT 1 FORMAT Template SETTINGS format_template_row = '/etc/passwd'
SELECT 1 SETTINGS format_avro_schema_registry_url = 'http://127.0.0.1:1/'
SELECT 1 SETTINGS dialect = 'prql'
SELECT 1 SETTINGS allow_introspection_functions = 1
SELECT 1 SETTINGS max_parser_depth = 0
SELECT 1 SETTINGS log_queries = 1, user_files_path = '/'
SELECT * FROM (SELECT 1 SETTINGS readonly = 0)
SELECT * FROM (SELECT 1 SETTINGS max_threads = 1)
SELECT 1 UNION ALL (SELECT 2 SETTINGS max_threads = 1)
SELECT 1 SETTINGS profile = 'default'
SELECT 1 SETTINGS SQL_x = 1
## Several statements, and what is none
SELECT 1; SELECT 2
SELECT 1; DROP TABLE secret
SELECT 1;; DROP TABLE secret
"SELECT 1;\nDROP TABLE secret"
SELECT 1 /* ; */; SELECT 2
SELECT 1 FORMAT TSV; SELECT file('/etc/passwd')
SELECT '
SELECT 'never closed
SELECT $$ never closed
SELECT `never closed
SELECT "never closed
"SELECT \x00 1"
"SELECT 1\x00; DROP TABLE secret"
"SELECT * FROM `a\nTableIdentifier kpi_monthly`"
"SELECT 1 AS `x\n    Identifier y`, 'a' IN secret"
"SELECT 1 // '\n, ('a' AS \"a\n    Function plus (children 1)\n     ExpressionList (alias z\") IN secret // '"
"SELECT 1 AS a$x$, ('a' AS \"a\n    Function plus (children 1)\n     ExpressionList (alias z\") IN secret, 2 AS b$x$"
"SELECT ‘/*’, ('a' AS \"a\n    Function plus (children 1)\n     ExpressionList (alias z\") IN secret, ‘*/’"
"SELECT 1, ('a' AS “a\n    Function plus (children 1)\n     ExpressionList (alias z”) IN secret"
"SELECT 1 /*/*/, ' */*/ , ('a' AS \"a\n    Function plus (children 1)\n     ExpressionList (alias z\") IN secret -- '"
"SELECT * FROM `sec\\x72et`"
"SELECT * FROM \"sec\\u0072et\""
"SELECT * FROM \ufeffsecret"
"\ufeffSELECT * FROM secret"
"SELECT\u00a0*\u00a0FROM\u00a0secret"
"SELECT * FROM\u3000secret"
"SELECT \xff\xfe FROM secret"
ＳＥＬＥＣＴ 1
sELeCt * fRoM secret
SELECT * FROM /*!secret*/ secret
SELECT 1 UNION ALL SELECT text FROM/**/secret
VALUES (1)
;
--
/* */
)
SELECT
SELECT * FROM
SELECT * FROM {table:Identifier}
SELECT {x:String}
