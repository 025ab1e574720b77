import { type Static, Type } from '@sinclair/typebox'
import { LONGEST_EMAIL } from '../http/email.ts'
import { Closed, Nullable } from '../http/schema.ts'
import { DesiredRetention } from '../learning/reviews/retention.ts'
import { Role } from './tokens.ts'

export const Email = Type.String({ format: 'idn-email', maxLength: LONGEST_EMAIL, examples: ['ada@example.org'] })
export const Password = Type.String({
  minLength: 8,
  maxLength: 256,
  description: '8 to 256 characters of any script; not one of the 10,000 commonest',
  examples: ['correct horse battery staple']
})
/** A password that an account may have, which is asked for to confirm something. */
export const CurrentPassword = Type.String({
  maxLength: 256,
  description: "The account's password, to confirm",
  examples: Password.examples
})
export const DisplayName = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S', examples: ['Ada'] })
const TimeZone = Type.String({ format: 'time-zone', maxLength: 64, examples: ['Europe/Madrid'] })
const AvatarUrl = Type.String({
  format: 'uri',
  pattern: '^https://[^/?#]+',
  maxLength: 500,
  description: 'A picture; null: the initials stand for it',
  examples: ['https://example.org/ada.png']
})

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

const DeviceToken = Type.String({
  description: 'Keep it on the device and send it with the next sign-in',
  examples: ['vkUcnnzXzEzhwMrBIoPAXqBBTbcKkcbOi0lpBLpJMfA']
})

export const Login = Closed(
  {
    email: Email,
    password: Type.String({ maxLength: 256, examples: Password.examples }),
    deviceToken: Type.Optional({
      ...DeviceToken,
      maxLength: 100,
      description: 'Of an earlier sign-in: lets the owner in while strangers have used up the attempts'
    })
  },
  { title: 'Login' }
)

/** How a browser gets its refresh token: in a cookie that no script reads. */
export const cookieQuery = {
  cookie: Type.Boolean({
    default: false,
    description: 'Give the refresh token in an HttpOnly cookie instead of the body, for browsers'
  })
}

export const RefreshToken = Type.String({
  maxLength: 1000,
  description: 'Of sign-in or of the last refresh; left out by browsers, which send the cookie',
  examples: ['AZnwpHscfT6KXwwtTm-KGwGZ8KR7HH0-il8MLU5vihsZ']
})

export const LinkToken = Type.String({
  maxLength: 1000,
  description: 'The `token` of the link in the mail',
  examples: ['AZnwpHscfT6KXwwtTm-KGzb4CmE0RkZbS4e0jBIk1nGJYdXg5m6vZc6kN3mSPGDx']
})

const tokens = {
  accessToken: Type.String({
    description: 'Send it as Authorization: Bearer …',
    examples: ['eyJhbGciOiJIUzI1NiJ9.e30.x']
  }),
  expiresIn: Type.Integer({ description: 'Seconds that the access token is good for', examples: [900] }),
  refreshToken: Nullable(Type.String({ examples: RefreshToken.examples }), {
    description: 'Good for one refresh, within 30 days; null where the cookie holds it'
  })
}

export const Tokens = Type.Object(tokens, { title: 'Tokens' })
export type Tokens = Static<typeof Tokens>

const profile = {
  displayName: DisplayName,
  timeZone: TimeZone,
  avatarUrl: Nullable(AvatarUrl),
  dayStartHour: Type.Integer({
    minimum: 0,
    maximum: 6,
    description: "Hour after midnight when a learner's day begins"
  }),
  interfaceLanguage: Type.String({
    format: 'language-tag',
    maxLength: 35,
    description: 'BCP 47 tag',
    examples: ['en']
  }),
  dailyGoal: Type.Integer({ minimum: 1, maximum: 1000, description: 'XP a day', examples: [20] }),
  desiredRetention: DesiredRetention
}

/** Any part of a profile. */
export const ProfileChange = Type.Partial(Closed(profile), {
  title: 'ProfileChange',
  additionalProperties: false,
  minProperties: 1
})
export type ProfileChange = Static<typeof ProfileChange>

export const User = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    email: Email,
    emailVerified: Type.Boolean({ description: 'Whether a link sent to the address was opened' }),
    ...profile,
    initials: Type.String({ description: 'Of the display name', examples: ['A'] }),
    role: Role,
    createdAt: Type.String({ format: 'date-time' })
  },
  { title: 'User' }
)
export type User = Static<typeof User>

export const SignedIn = Type.Object({ user: User, ...tokens, deviceToken: DeviceToken }, { title: 'SignedIn' })
export type SignedIn = Static<typeof SignedIn>

export const Session = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    device: Type.String({ examples: ['Firefox on Linux'] }),
    createdAt: Type.String({ format: 'date-time', description: 'When it was signed in' }),
    lastSeenAt: Type.String({ format: 'date-time', description: 'When it was last refreshed' }),
    current: Type.Boolean({ description: 'Whether it is the one that asks' })
  },
  { title: 'Session' }
)
export type Session = Static<typeof Session>
