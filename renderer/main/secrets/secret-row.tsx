// One secret in the list: its name, what it needs or when it was used, and what it is for.
import { memo } from 'react';
import type { SecretSummary } from '../../../app/contract/secret.ts';
import { kindWords } from '../../tokens/words.ts';
import { ago } from '../times.ts';
import { needOf } from './needs.ts';

interface SecretRowProps {
  readonly secret: SecretSummary;
  /** From 1, among `count`: most of the list is not in the page, so it must be said. */
  readonly place: number;
  readonly count: number;
  /** CSS pixels from the top of the list. */
  readonly start: number;
  readonly on: boolean;
  readonly now: number;
  readonly onChoose: (id: string) => void;
}

export const SecretRow = memo(function SecretRow({ secret, place, count, start, on, now, onChoose }: SecretRowProps) {
  const need = needOf(secret, now);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and points at its chosen option
    <div
      id={`secret-${secret.id}`}
      className="secret-row"
      role="option"
      aria-selected={on}
      aria-posinset={place}
      aria-setsize={count}
      style={{ transform: `translateY(${start}px)` }}
      onClick={() => onChoose(secret.id)}
    >
      <code>{secret.name}</code>
      {need === null ? <i>{asideOf(secret, now)}</i> : <i className="secret-row-warn">{need}</i>}
      <small>{secret.description === '' ? kindWords[secret.kind] : secret.description}</small>
      {secret.environment === null ? null : <i>{secret.environment}</i>}
    </div>
  );
});

function asideOf(secret: SecretSummary, now: number): string {
  if (secret.tier === 'guarded') return 'asks every time';
  if (secret.tier === 'placeholder') return 'web requests only';
  if (secret.tier === 'never') return 'stays here';
  return secret.lastUsedAt === null ? 'never used' : ago(secret.lastUsedAt, now);
}
