import { join } from 'node:path'
import fp from 'fastify-plugin'
import { transaction } from '../src/database/transaction.ts'

const folder = join(import.meta.dirname, '../content/italian-from-english')

/** Loads the demonstration course into a database that has no course, so that the first request shows something. */
export default fp(
  async (app) => {
    if (!app.config.DEMONSTRATION_COURSE) return
    const load = async () => {
      await app.migrated
      const any = await app.db.selectFrom('courses').select('id').limit(1).executeTakeFirst()
      if (any) return
      // Few starts need the importer, and it is large.
      const [{ readLibreLingo }, { publishCourse }] = await Promise.all([
        import('../src/courses/librelingo/read-course.ts'),
        import('../src/authoring/publish.ts')
      ])
      const { course } = await readLibreLingo(folder)
      const edit = { user: undefined, now: Temporal.Now.instant() }
      await transaction(app.db, (trx) => publishCourse(trx, course!, edit))
      app.log.info(`loaded the demonstration course ${course!.slug}`)
    }
    const loaded = load().catch((error) => {
      if (error.name !== 'AbortError') app.log.error({ err: error }, 'could not load the demonstration course')
    })
    app.addHook('onClose', () => loaded)
    app.addHook('onReady', async () => {
      if (app.isDatabaseConnected()) await loaded
    })
  },
  { name: 'demonstration', dependencies: ['migrations'] }
)
