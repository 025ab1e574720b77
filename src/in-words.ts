const MENDABLE = [
  'ConfigError',
  'ContractError',
  'EmbeddedPostgresError',
  'NoDatabase',
  'Misuse',
  'NotFound',
  'EmailTaken'
]

/**
 * What is wrong, where whoever runs the process can mend it; `undefined` for any other error, which is shown with its
 * stack. Goes by the error's name, so as to load nothing.
 */
export const inWords = ({ name, message }: Error): string | undefined => (MENDABLE.includes(name) ? message : undefined)
