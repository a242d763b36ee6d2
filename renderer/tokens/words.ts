// The words that both windows use for one idea, so that a tier is called the same everywhere. Holds text only.

/** Tier → a tag of one or two words, a name, and the sentence that explains it. */
export const tierWords = {
  run: {
    tag: 'environment',
    name: 'Environment of an approved command',
    says: 'A command you approve gets it in its environment and could do anything with it while it runs.',
  },
  guarded: {
    tag: 'guarded',
    name: 'Guarded: asks every time',
    says: 'The same, but you are asked each time. An answer never lasts.',
  },
  placeholder: {
    tag: 'web requests only',
    name: 'Web requests only',
    says: 'For requests that Postern makes itself, which a later version brings. No command ever holds it.',
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
