// The list: one Tab stop, arrow keys inside, groups with a heading.
import type { KeyboardEvent, Ref } from 'react';
import type { OwnSecretView } from '../../../app/contract/secret.ts';
import { ago } from '../times.ts';
import type { SecretGroup } from './groups.ts';
import { expiryWords } from './groups.ts';

interface SecretListProps {
  readonly groups: readonly SecretGroup[];
  readonly chosen: string | null;
  readonly now: number;
  readonly onChoose: (id: string) => void;
  readonly onRemove: (secret: OwnSecretView) => void;
  readonly ref?: Ref<HTMLDivElement>;
}

export function SecretList({ groups, chosen, now, onChoose, onRemove, ref }: SecretListProps) {
  const all = groups.flatMap((group) => group.secrets);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = all.findIndex((secret) => secret.id === chosen);
    const current = all[at];
    if (event.key === 'Delete' && current !== undefined) return onRemove(current);
    const next = all[placeAfter(event.key, at, all.length)];
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-id="${next.id}"]`)?.focus();
  };
  return (
    <div ref={ref} className="secret-list" role="listbox" aria-label="Secrets" tabIndex={-1} onKeyDown={onKeyDown}>
      {groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options has no element of its own
        <div key={group.title} role="group" aria-label={group.title}>
          <div className="secret-group" aria-hidden>
            {group.title}
          </div>
          {group.secrets.map((secret) => (
            <SecretRow key={secret.id} secret={secret} on={secret.id === chosen} now={now} onChoose={onChoose} />
          ))}
        </div>
      ))}
    </div>
  );
}

/** −1: the key does not move. */
function placeAfter(key: string, at: number, count: number): number {
  if (key === 'ArrowDown') return Math.min(at + 1, count - 1);
  if (key === 'ArrowUp') return Math.max(at - 1, 0);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return -1;
}

interface SecretRowProps {
  readonly secret: OwnSecretView;
  readonly on: boolean;
  readonly now: number;
  readonly onChoose: (id: string) => void;
}

function SecretRow({ secret, on, now, onChoose }: SecretRowProps) {
  const expiry = expiryWords(secret.expiresAt, now);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles the keys
    <div
      className="secret-row"
      role="option"
      aria-selected={on}
      tabIndex={on ? 0 : -1}
      data-id={secret.id}
      onClick={() => onChoose(secret.id)}
    >
      <code>{secret.name}</code>
      {expiry === null ? <i>{asideOf(secret, now)}</i> : <i className="secret-row-warn">{expiry}</i>}
      {secret.description === '' ? null : <small>{secret.description}</small>}
    </div>
  );
}

function asideOf(secret: OwnSecretView, now: number): string {
  if (secret.tier === 'guarded') return 'asks every time';
  if (secret.tier === 'placeholder') return 'web requests only';
  if (secret.tier === 'never') return 'stays here';
  return secret.lastUsedAt === null ? 'never used' : ago(secret.lastUsedAt, now);
}
