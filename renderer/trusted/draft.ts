// What the person typed about a secret, as text, and the draft it makes. Pure. The value itself is not among it.

import type { TrustedParams } from '../../app/contract/ipc.ts';
import type { AuthPattern, OwnSecretView } from '../../app/contract/secret.ts';
import { SecretDraft } from '../../app/contract/secret.ts';
import type { Tier } from '../../app/contract/vocabulary.ts';
import { EnvName, SecretName } from '../../app/contract/vocabulary.ts';

export interface FormText {
  readonly name: string;
  readonly env: string;
  readonly description: string;
  readonly tags: string;
  readonly tier: Tier;
  readonly authPattern: AuthPattern | null;
  readonly authInstructions: string;
  readonly hosts: string;
  readonly notes: string;
  /** `YYYY-MM-DD` or empty. */
  readonly expires: string;
}

export type Draft = TrustedParams<'secret.save'>['draft'];
export type Problems = Partial<Record<keyof FormText, string>>;

export const emptyForm: FormText = {
  ...{ name: '', env: '', description: '', tags: '', tier: 'run', authPattern: null, authInstructions: '' },
  ...{ hosts: '', notes: '', expires: '' },
};

export function formOf(secret: OwnSecretView): FormText {
  return {
    name: secret.name,
    env: secret.env ?? '',
    description: secret.description,
    tags: secret.tags.join(', '),
    tier: secret.tier,
    authPattern: secret.authPattern,
    authInstructions: secret.authInstructions,
    hosts: secret.allowedHosts.join(', '),
    notes: secret.notes,
    expires: secret.expiresAt === null ? '' : dayText(secret.expiresAt),
  };
}

/** `github/token` → `GITHUB_TOKEN`; empty when nothing usable is left. */
export function suggestedEnv(name: string): string {
  const text = name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^[0-9]/.test(text) ? `_${text}` : text;
}

/** Field → what is wrong with it, in a sentence. Empty when `draftOf` gives a draft. */
export function problemsOf(form: FormText): Problems {
  const problems: { -readonly [F in keyof Problems]: Problems[F] } = {};
  if (form.name.trim() === '') problems.name = 'Give it a name.';
  else if (!SecretName.safeParse(form.name.trim()).success) {
    problems.name = 'A name is made of letters, digits and . _ - in parts divided by /, such as github/token.';
  }
  if (form.env.trim() !== '' && !EnvName.safeParse(form.env.trim()).success) {
    problems.env = 'A variable is made of letters, digits and _, and does not begin with a digit.';
  }
  const hosts = hostsOf(form.hosts);
  const odd = hosts.find((host) => !/^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*(:\d{1,5})?$/.test(host));
  if (odd !== undefined) problems.hosts = 'Write hosts only, such as api.github.com, divided by commas.';
  else if (hosts.length > 20) problems.hosts = 'No more than 20 hosts.';
  if (tagsOf(form.tags).length > 20) problems.tags = 'No more than 20 tags.';
  else if (tagsOf(form.tags).some((tag) => tag.length > 40)) problems.tags = 'A tag is at most 40 characters long.';
  if (form.expires !== '' && dayEnd(form.expires) === null) problems.expires = 'That is not a date.';
  return problems;
}

/** @param value null: the stored value stays. Null when something is wrong that `problemsOf` tells. */
export function draftOf(form: FormText, value: string | null): Draft | null {
  const parsed = SecretDraft.omit({ value: true }).safeParse({
    name: form.name.trim(),
    env: form.env.trim() === '' ? null : form.env.trim(),
    description: form.description.trim(),
    tags: tagsOf(form.tags),
    tier: form.tier,
    authPattern: form.authPattern,
    authInstructions: form.authInstructions.trim(),
    allowedHosts: hostsOf(form.hosts),
    notes: form.notes,
    expiresAt: dayEnd(form.expires),
  });
  return parsed.success ? { ...parsed.data, value } : null;
}

function tagsOf(text: string): readonly string[] {
  return unique(text.split(',').map((tag) => tag.trim()));
}

/** A pasted address keeps only its host. */
function hostsOf(text: string): readonly string[] {
  return unique(
    text.split(/[\s,]+/).map((host) =>
      host
        .toLowerCase()
        .replace(/^[a-z]+:\/\//, '')
        .replace(/[/?#].*$/, ''),
    ),
  );
}

function unique(all: readonly string[]): readonly string[] {
  return [...new Set(all.filter((each) => each !== ''))];
}

/** The last millisecond of that day by the person's clock; null when it is empty or no day. */
function dayEnd(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number);
  const end = new Date(year, month - 1, day, 23, 59, 59, 999);
  return end.getMonth() === month - 1 && end.getDate() === day && end.getTime() >= 0 ? end.getTime() : null;
}

function dayText(at: number): string {
  const date = new Date(at);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
