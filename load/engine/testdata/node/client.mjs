// What a program in Node does with the official client, against the engine that ENGINE_URL, ENGINE_USER and ENGINE_PASSWORD name.
// Each case prints its name when it has passed; the first that fails ends the program.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { ClickHouseLogLevel, createClient, TupleParam } from '@clickhouse/client'

const connect = (options = {}) =>
  createClient({
    url: process.env.ENGINE_URL,
    username: process.env.ENGINE_USER,
    password: process.env.ENGINE_PASSWORD,
    log: { level: ClickHouseLogLevel.OFF }, // errors are expected
    ...options,
  })
const client = connect()
const database = 'node_' + randomUUID().replaceAll('-', '')
const endless = 'SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(sipHash64(number))'

async function rows(query, options = {}) {
  const result = await client.query({ query, format: 'JSONEachRow', ...options })
  return result.json()
}

async function running(id) {
  const [row] = await rows(
    `SELECT toUInt32(count()) AS n FROM system.processes WHERE position(query, {id:String}) > 0 AND query NOT LIKE '%system.processes%'`,
    { query_params: { id } },
  )
  return row.n
}

async function until(what, condition) {
  const late = Date.now() + 30_000
  while (!(await condition())) {
    assert.ok(Date.now() < late, `waited in vain: ${what}`)
  }
}

const cases = {
  async ping() {
    assert.deepEqual(await client.ping(), { success: true })
    assert.deepEqual(await client.ping({ select: true }), { success: true })
    const stranger = connect({ password: 'wrong' })
    assert.equal((await stranger.ping({ select: true })).success, false)
    await stranger.close()
  },
  async json() {
    const result = await client.query({ query: 'SELECT toUInt8(number) AS n, toString(number) AS s FROM numbers(3)', format: 'JSON' })
    const document = await result.json()
    assert.equal(document.rows, 3)
    assert.deepEqual(document.meta, [{ name: 'n', type: 'UInt8' }, { name: 's', type: 'String' }])
    assert.deepEqual(document.data[2], { n: 2, s: '2' })
  },
  async eachRow() {
    assert.deepEqual(await rows('SELECT toUInt8(number) AS n FROM numbers(2)'), [{ n: 0 }, { n: 1 }])
    assert.deepEqual(await rows('SELECT 1 AS n WHERE 0'), [])
  },
  async csv() {
    const result = await client.query({ query: "SELECT 1 AS a, 'x,y' AS b", format: 'CSVWithNames' })
    assert.equal(await result.text(), '"a","b"\n1,"x,y"\n')
  },
  async tabSeparated() {
    const result = await client.query({ query: "SELECT 1 AS a, 'x\ty' AS b", format: 'TabSeparated' })
    assert.equal(await result.text(), '1\tx\\ty\n')
  },
  async streamOfAMillionRows() {
    const result = await client.query({ query: 'SELECT toUInt32(number) AS n, toString(number) AS s FROM numbers(1000000)', format: 'JSONCompactEachRow' })
    let n = 0
    let sum = 0
    for await (const batch of result.stream()) {
      for (const row of batch) {
        sum += row.json()[0]
        n++
      }
    }
    assert.equal(n, 1_000_000)
    assert.equal(sum, 499999500000)
  },
  async parameters() {
    const [row] = await rows(
      `SELECT {i:Int32} AS i, {f:Float64} AS f, {s:String} AS s, {b:Bool} AS b, {d:Date} AS d, toString({t:DateTime64(3, 'UTC')}) AS t,
        {a:Array(String)} AS a, {n:Nullable(String)} AS n, {m:Map(String, UInt8)} AS m, {u:Tuple(UInt8, String)} AS u, {x:Identifier} AS x
        FROM (SELECT 'column' AS c)`,
      {
        query_params: {
          i: -5, f: 1.5, s: "it's a\ttab\n\\ and Göteborg", b: true, d: '2023-11-30', t: new Date(Date.UTC(2023, 10, 30, 12, 0, 0, 123)),
          a: ['a', "b'c"], n: null, m: { k: 1 }, u: new TupleParam([7, 'seven']), x: 'c',
        },
      },
    )
    assert.deepEqual(
      { ...row, u: Object.values(row.u) },
      {
        i: -5, f: 1.5, s: "it's a\ttab\n\\ and Göteborg", b: true, d: '2023-11-30', t: '2023-11-30 12:00:00.123',
        a: ['a', "b'c"], n: null, m: { k: 1 }, u: [7, 'seven'], x: 'column',
      },
    )
  },
  async settings() {
    const [row] = await rows("SELECT toString(getSetting('max_block_size')) AS size", { clickhouse_settings: { max_block_size: '123' } })
    assert.deepEqual(row, { size: '123' })
    await assert.rejects(rows(endless, { clickhouse_settings: { max_execution_time: 1 } }), { code: '159' })
  },
  async command() {
    await client.command({ query: `CREATE DATABASE ${database}` })
    const result = await client.command({ query: `CREATE TABLE ${database}.t (n UInt32, s String) ENGINE = MergeTree ORDER BY n`, query_id: 'made-' + database })
    assert.equal(result.query_id, 'made-' + database)
  },
  async insertArray() {
    const values = [{ n: 1, s: 'ett' }, { n: 2, s: 'två\ttab' }]
    const result = await client.insert({ table: `${database}.t`, values, format: 'JSONEachRow' })
    assert.equal(result.executed, true)
    assert.equal(result.summary?.written_rows, '2')
    assert.deepEqual(await rows(`SELECT * FROM ${database}.t ORDER BY n`), values)
  },
  async insertStream() {
    const values = Readable.from((function* () {
      for (let n = 10; n < 50_010; n++) yield { n, s: `row ${n}` }
    })())
    await client.insert({ table: `${database}.t`, values, format: 'JSONEachRow' })
    const csv = Readable.from(['100000,"a,b"\n', '100001,c\n'], { objectMode: false })
    await client.insert({ table: `${database}.t`, values: csv, format: 'CSV' })
    const [row] = await rows(`SELECT toUInt32(count()) AS n FROM ${database}.t`)
    assert.deepEqual(row, { n: 50_004 })
  },
  async insertOfWrongData() {
    await assert.rejects(client.insert({ table: `${database}.t`, values: [{ n: 'no number' }], format: 'JSONEachRow' }), { code: '27' })
  },
  async exec() {
    const { stream, query_id } = await client.exec({ query: 'SELECT 42 AS n FORMAT RowBinary', query_id: 'exec-' + database })
    assert.equal(query_id, 'exec-' + database)
    const pieces = []
    for await (const piece of stream) pieces.push(piece)
    assert.deepEqual([...Buffer.concat(pieces)], [42])
  },
  async queryId() {
    const result = await client.query({ query: 'SELECT 1', query_id: 'query-' + database })
    assert.equal(result.query_id, 'query-' + database)
    await result.text()
    const unnamed = await client.query({ query: 'SELECT 1' })
    assert.match(unnamed.query_id, /^[0-9a-f-]{36}$/)
    await unnamed.text()
  },
  async abort() {
    const controller = new AbortController()
    const mark = 'abort-' + database
    const asked = client.query({ query: `${endless} AND '${mark}' != ''`, abort_signal: controller.signal })
    const failed = assert.rejects(asked, /aborted/)
    await until('the statement runs', async () => (await running(mark)) === 1)
    controller.abort()
    await failed
    await until('the statement has ended', async () => (await running(mark)) === 0)
  },
  async compression() {
    const packed = connect({ database, compression: { request: true, response: true } })
    await packed.insert({ table: 't', values: [{ n: 200_000, s: 'packed '.repeat(1000) }], format: 'JSONEachRow' })
    const result = await packed.query({ query: 'SELECT s FROM t WHERE n = 200000', format: 'JSONEachRow' })
    assert.equal(result.response_headers['content-encoding'], 'gzip')
    assert.equal((await result.json())[0].s, 'packed '.repeat(1000))
    await packed.close()
  },
  async errors() {
    await assert.rejects(rows('SELECT * FROM nosuch'), { code: '60', type: 'UNKNOWN_TABLE' })
    await assert.rejects(rows('SELEC 1'), { code: '62' }) // the client takes the first word in brackets as the type
    await assert.rejects(client.command({ query: 'DROP TABLE nosuch' }), { code: '60' })
  },
  async errorInTheMiddle() {
    const late = 'SELECT number, throwIf(number = 150000) FROM numbers(200000) SETTINGS max_threads = 1, max_block_size = 10000'
    const result = await client.query({ query: late, format: 'JSONCompactEachRow' })
    let n = 0
    await assert.rejects(async () => {
      for await (const batch of result.stream()) n += batch.length
    }, { code: '395' })
    assert.ok(n > 0 && n <= 150_000, `${n} rows`)
  },
  async session() {
    const mine = connect({ session_id: 'session-' + database })
    await mine.command({ query: 'CREATE TEMPORARY TABLE mine (n UInt8)' })
    await mine.insert({ table: 'mine', values: [{ n: 7 }], format: 'JSONEachRow' })
    const result = await mine.query({ query: 'SELECT n FROM mine', format: 'JSONEachRow' })
    assert.deepEqual(await result.json(), [{ n: 7 }])
    await mine.close()
    await assert.rejects(rows('SELECT n FROM mine'), { code: '60' })
  },
  async drop() {
    await client.command({ query: `DROP DATABASE ${database}` })
  },
}

for (const [name, run] of Object.entries(cases)) {
  try {
    await run()
  } catch (error) {
    console.error(`${name}:`, error)
    process.exit(1)
  }
  console.log(name)
}
await client.close()
