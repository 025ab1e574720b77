import t from 'tap'
import { isTimeZone } from '../../src/http/time-zone.ts'

t.test('a time zone has a name of the IANA database', async (t) => {
  for (const name of ['Europe/Madrid', 'America/Argentina/Buenos_Aires', 'UTC', 'Etc/GMT+5'])
    t.ok(isTimeZone(name), name)
  for (const name of ['', 'Mars/Olympus', '+02:00', '-05', 'Europe/', 'Europe/Madrid\0', ' UTC', 'x'.repeat(10_000)]) {
    t.notOk(isTimeZone(name), JSON.stringify(name.slice(0, 20)))
  }
})
