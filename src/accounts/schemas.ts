import { type Static, Type } from '@sinclair/typebox'
import { LONGEST_EMAIL } from '../http/email.ts'
import { Closed } from '../http/schema.ts'
import { Role } from './tokens.ts'

const Email = Type.String({ format: 'idn-email', maxLength: LONGEST_EMAIL, examples: ['ada@example.org'] })
const Password = Type.String({
  minLength: 8,
  maxLength: 256,
  description: '8 to 256 characters of any script',
  examples: ['correct horse battery staple']
})
const DisplayName = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S', examples: ['Ada'] })
const TimeZone = Type.String({ format: 'time-zone', maxLength: 64, examples: ['Europe/Madrid'] })

export const Registration = Closed(
  {
    email: Email,
    password: Password,
    displayName: DisplayName,
    timeZone: Type.Optional({ ...TimeZone, description: 'IANA time zone that days are counted in; UTC if left out' })
  },
  { title: 'Registration' }
)
export type Registration = Static<typeof Registration>

export const Login = Closed({ email: Email, password: Type.String({ maxLength: 256, examples: Password.examples }) })

export const User = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    email: Email,
    displayName: DisplayName,
    timeZone: TimeZone,
    role: Role,
    createdAt: Type.String({ format: 'date-time' })
  },
  { title: 'User' }
)
export type User = Static<typeof User>

export const SignedIn = Type.Object(
  {
    user: User,
    accessToken: Type.String({
      description: 'Send it as Authorization: Bearer …',
      examples: ['eyJhbGciOiJIUzI1NiJ9.e30.x']
    }),
    expiresIn: Type.Integer({ description: 'Seconds that the access token is good for', examples: [3600] })
  },
  { title: 'SignedIn' }
)
