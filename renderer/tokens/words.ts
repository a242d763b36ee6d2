// The words that both windows use for one idea, so that a tier is called the same everywhere. Holds text only.

/** Tier → a tag of one or two words, a name, and the sentence that explains it. */
export const tierWords = {
  run: {
    tag: 'command',
    name: 'To a command you approve',
    says: 'The command holds it while it runs, and could do anything with it in that time.',
  },
  guarded: {
    tag: 'guarded',
    name: 'Guarded: asks every time',
    says: 'The same, but you are asked each time. An answer never lasts.',
  },
  placeholder: {
    tag: 'web requests only',
    name: 'Web requests only',
    says: 'For requests that Postern makes itself. No program of an agent ever holds it.',
  },
  never: {
    tag: 'stays here',
    name: 'Never leaves Postern',
    says: 'Kept in the vault. Agents see that it exists, nothing more.',
  },
} as const;

/** How a caller authenticates → the words a person picks from. */
export const authWords = {
  environment: 'A tool reads it from its environment',
  bearer: 'Bearer token in a header',
  basic: 'User name and password (basic)',
  header: 'A header of its own',
  query: 'Part of the address (query)',
  other: 'Another way',
} as const;

/** Kind of secret → what the person picks it by. */
export const kindWords = {
  token: 'API token',
  login: 'Login',
  database: 'Database URL',
  ssh_key: 'SSH key',
  certificate: 'Certificate',
  aws: 'AWS keys',
  totp: 'One-time codes',
  file: 'File',
  other: 'Something else',
} as const;

/** How a run gets a field → a name to pick it by, and what stands before its variable (stdin has none). */
export const injectionWords = {
  environment: { name: 'Environment variable', as: 'as', says: 'The variable holds the value.' },
  file: {
    name: 'File',
    as: 'as a file in',
    says: 'The variable holds the path of a file that lies in memory and lives as long as the command.',
  },
  totp: {
    name: 'One-time code',
    as: 'as a one-time code in',
    says: 'The value is the seed. The variable holds the code of the moment, never the seed.',
  },
  stdin: {
    name: 'Standard input',
    as: 'as standard input',
    says: 'The command reads it as its input. There is no variable.',
  },
} as const;

/** The longest a yes may last for a secret → the words a person picks from. */
export const longestYesWords = {
  once: 'Once, so it asks each time',
  minutes: 'An hour',
  session: 'Until Postern locks',
  rule: 'As long as you like',
} as const;
