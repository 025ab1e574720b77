import t from 'tap'
import { withoutPassword } from '../src/banner.ts'

const told = {
  'postgres://ada:secret@db.example.org:5432/parlance': 'postgres://ada@db.example.org:5432/parlance',
  'postgres://ada:s@cr:et@localhost/parlance': 'postgres://ada@localhost/parlance',
  'postgres://ada:secret@/parlance?host=/var/run/postgresql': 'postgres://ada@/parlance?host=/var/run/postgresql',
  'postgres:///parlance?user=ada&password=secret&host=/tmp': 'postgres:///parlance?user=ada&password=***&host=/tmp',
  'postgres://localhost/parlance': 'postgres://localhost/parlance'
}

t.test('where the database is, is told without its password', async (t) => {
  for (const [url, shown] of Object.entries(told)) t.equal(withoutPassword(url), shown)
})
