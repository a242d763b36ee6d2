// What the tray's menu says and offers. SECURITY P7: it can deny, revoke, lock and open, and nothing in it approves. Pure.
import type { MenuItemConstructorOptions } from 'electron';
import type { GrantView, QuestionSummary } from '../contract/approval.ts';
import type { RequestId, VaultState } from '../contract/vocabulary.ts';
import { inOneLine } from './one-line.ts';

export interface TrayShows {
  readonly state: VaultState;
  readonly waiting: readonly QuestionSummary[];
  /** So many clients wait for the unlock. */
  readonly knocking: number;
  readonly grants: readonly GrantView[];
  /** Epoch milliseconds. */
  readonly now: number;
}

export interface TrayActs {
  readonly openSession: () => void;
  readonly openQuestion: (id: RequestId) => void;
  /** Of what was not run, this only takes it off the list. */
  readonly deny: (id: RequestId) => void;
  /** null: all of them. */
  readonly revoke: (id: string | null) => void;
  readonly lock: () => void;
  readonly addSecret: () => void;
  readonly openMain: () => void;
  readonly quit: () => void;
}

export function trayMenu(shows: TrayShows, acts: TrayActs): MenuItemConstructorOptions[] {
  const { state, waiting, grants, now } = shows;
  return [
    { label: trayWords(shows), enabled: false },
    { type: 'separator' },
    ...waiting.map((question) => questionItem(question, acts)),
    ...(waiting.length > 0 ? [{ type: 'separator' } as const] : []),
    ...(grants.length > 0 ? [grantsItem(grants, now, acts), { type: 'separator' } as const] : []),
    state === 'unlocked'
      ? { label: 'Lock now', click: acts.lock }
      : { label: state === 'empty' ? 'Set up Postern…' : 'Unlock…', click: acts.openSession },
    { label: 'Add secret…', enabled: state === 'unlocked', click: acts.addSecret },
    { label: 'Open Postern', click: acts.openMain },
    { type: 'separator' },
    { label: 'Quit', click: acts.quit },
  ];
}

/** The state in words: `Unlocked, 2 waiting for you`. */
export function trayWords({ state, waiting, knocking }: Pick<TrayShows, 'state' | 'waiting' | 'knocking'>): string {
  const base = state === 'unlocked' ? 'Unlocked' : state === 'locked' ? 'Locked' : 'Not set up yet';
  const count = waiting.length + knocking;
  return count === 0 ? base : `${base}, ${count} waiting for you`;
}

/** An agent's own words in one short line of a menu, where an ampersand would underline a letter. */
function inMenu(text: string): string {
  return inOneLine(text, 40).replaceAll('&', '&&');
}

function questionItem({ id, kind, clientName, times }: QuestionSummary, acts: TrayActs): MenuItemConstructorOptions {
  return {
    id,
    label: `${inMenu(clientName)} ${asks[kind]}${times > 1 ? `, ${times} times` : ''}`,
    submenu: [
      { label: 'Open…', click: () => acts.openQuestion(id) },
      { label: kind === 'changed' ? 'Dismiss' : 'Deny', click: () => acts.deny(id) },
    ],
  };
}

const asks: Readonly<Record<QuestionSummary['kind'], string>> = {
  run: 'wants to run a command',
  call: 'wants to call an API',
  changed: 'had a command that was not run',
  pairing: 'wants to connect',
  agent: 'wants to use the gateway',
  wish: 'needs a secret',
  longer: 'asks for a longer session',
  export: 'asks for the audit log',
};

function grantsItem(grants: readonly GrantView[], now: number, acts: TrayActs): MenuItemConstructorOptions {
  return {
    label: `Allowed now (${grants.length})`,
    submenu: [
      ...grants.map((grant): MenuItemConstructorOptions => {
        return {
          id: grant.id,
          label: `${inMenu(grant.covers)}, ${leftWords(grant, now)}`,
          submenu: [
            { label: `${inMenu(grant.clientName)}${secretWords(grant.secrets)}`, enabled: false },
            { label: 'Revoke', click: () => acts.revoke(grant.id) },
          ],
        };
      }),
      { type: 'separator' },
      { label: 'Revoke all', click: () => acts.revoke(null) },
    ],
  };
}

/** `12 minutes left`, `3 uses left`, `for this session`. Minutes, so that the menu is not made anew each second. */
export function leftWords({ until, usesLeft }: Pick<GrantView, 'until' | 'usesLeft'>, now: number): string {
  const parts = [
    ...(usesLeft === null ? [] : [`${usesLeft} ${usesLeft === 1 ? 'use' : 'uses'} left`]),
    ...(until === null ? [] : [`${minutesLeft(until - now)} left`]),
  ];
  return parts.length === 0 ? 'for this session' : parts.join(', ');
}

function minutesLeft(ms: number): string {
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

function secretWords(secrets: readonly string[]): string {
  const [first, ...more] = secrets;
  if (first === undefined) return '';
  return more.length === 0 ? `, with ${inMenu(first)}` : `, with ${inMenu(first)} and ${more.length} more`;
}
