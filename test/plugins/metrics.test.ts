import t from 'tap'
import { DEMONSTRATION, sharedApp, testApp } from '../helper.ts'

const app = await sharedApp()

// Before any other asks for something.
t.test('requests are counted by the pattern of their route, never by their URL', async (t) => {
  for (const course of [DEMONSTRATION, 'klingon', 'quenya']) await app.inject(`/v1/courses/${course}?x=${course}`)
  await app.inject(`/v1/courses/${DEMONSTRATION}`)
  await app.inject('/v1/courses/none')
  await app.inject('/somewhere/else')
  await app.inject({ method: 'DELETE', url: '/v1/courses' })

  const reply = await app.inject('/metrics')
  t.equal(reply.statusCode, 200)
  t.match(reply.headers, { 'content-type': /^text\/plain; version=0\.0\.4/, 'cache-control': 'no-store' })
  const counted = reply.body.match(/^http_request_duration_seconds_count.*$/gm)
  t.strictSame(counted?.sort(), [
    'http_request_duration_seconds_count{method="DELETE",route="unknown",status="404"} 1',
    'http_request_duration_seconds_count{method="GET",route="/v1/courses/:course",status="200"} 1',
    'http_request_duration_seconds_count{method="GET",route="/v1/courses/:course",status="400"} 3',
    'http_request_duration_seconds_count{method="GET",route="/v1/courses/:course",status="404"} 1',
    'http_request_duration_seconds_count{method="GET",route="unknown",status="404"} 1'
  ])
  t.notMatch(reply.body, /somewhere|klingon|quenya|italian/)
})

t.test('the pool, the process and the event loop are measured', async (t) => {
  const app = await testApp(t)
  const client = await app.pg.pool.connect()
  t.teardown(() => client.release())
  const { body } = await app.inject('/metrics')
  t.match(body, /^database_pool_connections\{state="busy"\} 1$/m)
  t.match(body, /^database_pool_connections\{state="idle"\} \d+$/m)
  t.match(body, /^database_pool_connections\{state="waiting"\} 0$/m)
  for (const name of [
    'process_cpu_seconds_total',
    'process_resident_memory_bytes',
    'nodejs_eventloop_lag_seconds',
    'nodejs_heap_size_used_bytes'
  ]) {
    t.match(body, new RegExp(`^${name} [\\d.e+-]+`, 'm'))
  }
  for (const family of new Set(
    body.match(/^[a-z]\w+/gm)?.map((name) => name.replace(/_(bucket|sum|count|total)$/, ''))
  )) {
    t.match(body, new RegExp(`^# HELP ${family}`, 'm'), `${family} is explained`)
  }
})

t.test('two servers in one process measure apart', async (t) => {
  const other = await testApp(t)
  await app.inject('/health/live')
  t.match(await app.metrics.metrics(), /route="\/health\/live"/)
  t.notMatch(await other.metrics.metrics(), /route="\/health\/live"/)
})
