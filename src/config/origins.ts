import type { Config } from './schema.ts'

/** The origins that browsers may call from: `CORS_ORIGINS`, and on a developer's machine any port of localhost. */
export const allowedOrigins = ({ CORS_ORIGINS, NODE_ENV }: Config): (string | RegExp)[] => [
  ...CORS_ORIGINS.split(',').filter(Boolean),
  ...(NODE_ENV === 'development' ? [/^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/] : [])
]

/** Whether an `Origin` header names one of these. */
export const isAllowedOrigin = (origins: readonly (string | RegExp)[], origin: string | undefined): boolean =>
  origin !== undefined && origins.some((one) => (typeof one === 'string' ? one === origin : one.test(origin)))
