/** What accounts may be, from the least to the most. */
export const roles = ['learner', 'author', 'admin'] as const
export type Role = (typeof roles)[number]

/** Whether a text names a role. */
export const isRole = (text: unknown): text is Role => (roles as readonly unknown[]).includes(text)
