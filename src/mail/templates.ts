import { type Addressee, type Letter, letter } from './layout.ts'

type WithToken = Addressee & { token: string }
type WithNewEmail = Addressee & { newEmail: string }

/** To a new account: confirm the address. */
export const confirmAccount = ({ token, ...to }: WithToken): Letter =>
  letter('Confirm your e-mail address', to, [
    'Welcome to Parlance. Please confirm that this e-mail address is yours:',
    { label: 'Confirm my address', link: page(to, 'verify-email', token) },
    'If you have not registered, ignore this mail.'
  ])

/** To an account's owner, when somebody registers with its address once more. */
export const accountExists = (to: Addressee): Letter =>
  letter('You already have an account', to, [
    'Somebody, probably you, tried to register with this e-mail address, which has an account already. Sign in with your password; if you have forgotten it, choose another:',
    { label: 'Choose a new password', link: page(to, 'forgot-password') },
    'If it was not you, there is nothing to do: your account is as it was.'
  ])

/** To whoever forgot their password; the link is good for an hour. */
export const resetPassword = ({ token, ...to }: WithToken): Letter =>
  letter('Reset your password', to, [
    'Here you can choose a new password. The link works once, within an hour:',
    { label: 'Choose a new password', link: page(to, 'reset-password', token) },
    'If you have not asked for this, ignore this mail: your password stays as it is.'
  ])

/** After a change or a reset of the password. */
export const passwordChanged = (to: Addressee): Letter =>
  letter('Your password was changed', to, ['The password of your account was changed.', ...ifNotYou(to)])

/** To the address that is to become the account's; the link is good for a day. */
export const confirmNewEmail = ({ token, ...to }: WithToken): Letter =>
  letter('Confirm your new e-mail address', to, [
    'Please confirm that this is to be the e-mail address of your account. The link works within 24 hours:',
    { label: 'Confirm my new address', link: page(to, 'verify-email', token) },
    'If you have not asked for this, ignore this mail.'
  ])

/** To the old address, when the change of it is asked for. */
export const emailChangeRequested = ({ newEmail, ...to }: WithNewEmail): Letter =>
  letter('Your e-mail address is being changed', to, [
    `Somebody, probably you, asked to change the e-mail address of your account to ${newEmail}. It changes once it is confirmed there.`,
    ...ifNotYou(to)
  ])

/** To the old address, when it is the account's no more. */
export const emailChanged = ({ newEmail, ...to }: WithNewEmail): Letter =>
  letter('Your e-mail address was changed', to, [
    `The e-mail address of your account is now ${newEmail}; this is the last mail to the old one.`,
    'If you did not do this, somebody else uses your account: write to those who run this server.'
  ])

/** After a refresh token was used twice, and all that came of its sign-in was ended. */
export const sessionsEnded = (to: Addressee): Letter =>
  letter('You were signed out for your security', to, [
    'A sign-in of your account was used from two places, as happens where it was copied. It has been ended, and you may have to sign in again.',
    ...ifNotYou(to)
  ])

/** The last mail to an account. */
export const accountDeleted = (to: Addressee): Letter =>
  letter('Your account was deleted', to, ['Your account and all that was kept of your learning have been deleted.'])

const ifNotYou = (to: Addressee) => [
  'If this was not you, choose a new password now:',
  { label: 'Choose a new password', link: page(to, 'forgot-password') }
]

const page = ({ publicUrl }: Addressee, name: string, token?: string) =>
  `${publicUrl}/${name}${token === undefined ? '' : `?token=${encodeURIComponent(token)}`}`
