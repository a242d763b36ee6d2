import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { MenuItemConstructorOptions } from 'electron';
import { GrantView, QuestionSummary } from '../contract/approval.ts';
import type { TrayActs, TrayShows } from './tray-menu.ts';
import { leftWords, trayMenu } from './tray-menu.ts';

const id = (digit: string) => `req_${digit.repeat(32)}`;
const question = (part: object = {}) =>
  QuestionSummary.parse({ id: id('1'), kind: 'run', clientName: 'Claude Code', askedAt: 1, times: 1, ...part });
const grant = (part: object = {}) =>
  GrantView.parse({
    ...{ id: 'g1', clientName: 'Claude Code', covers: 'gh pr view', reach: 'alike', secrets: ['github/token'] },
    ...{ project: '/c', until: null, usesLeft: null, grantedAt: 1, used: 0, lastUsedAt: null },
    ...part,
  });
const shows = (part: Partial<TrayShows> = {}): TrayShows => {
  return { state: 'unlocked', waiting: [], knocking: 0, grants: [], now: 0, ...part };
};

function recorded() {
  const done: string[] = [];
  const note =
    (what: string) =>
    (about?: string | null): void => {
      done.push(about === undefined ? what : `${what} ${about}`);
    };
  const acts: TrayActs = {
    ...{ openSession: note('unlock'), openQuestion: note('open'), deny: note('deny'), revoke: note('revoke') },
    ...{ lock: note('lock'), addSecret: note('add'), openMain: note('main'), quit: note('quit') },
  };
  return { done, acts };
}

/** Every entry with its submenu's, as `a > b`. */
function entries(items: readonly MenuItemConstructorOptions[], above = ''): readonly [string, () => void][] {
  return items.flatMap((item): [string, () => void][] => {
    if (item.type === 'separator') return [];
    const label = `${above}${item.label}`;
    const below = Array.isArray(item.submenu) ? entries(item.submenu, `${label} > `) : [];
    const click = item.click as (() => void) | undefined;
    return [[label, () => click?.()], ...below];
  });
}

const labels = (part: Partial<TrayShows>) => entries(trayMenu(shows(part), recorded().acts)).map(([label]) => label);

describe('the menu of the tray', () => {
  it('lists what waits, and can deny and open it (P7)', () => {
    const { done, acts } = recorded();
    const waiting = [question({ times: 3 }), question({ id: id('2'), kind: 'changed' })];
    const menu = entries(trayMenu(shows({ waiting }), acts));
    assert.deepEqual(
      menu.map(([label]) => label),
      [
        'Unlocked, 2 waiting for you',
        'Claude Code wants to run a command, 3 times',
        'Claude Code wants to run a command, 3 times > Open…',
        'Claude Code wants to run a command, 3 times > Deny',
        'Claude Code had a command that was not run',
        'Claude Code had a command that was not run > Open…',
        'Claude Code had a command that was not run > Dismiss',
        ...['Lock now', 'Add secret…', 'Open Postern', 'Quit'],
      ],
    );
    for (const [label, click] of menu.slice(0, 7)) if (label.includes(' > ')) click();
    assert.deepEqual(done, [`open ${id('1')}`, `deny ${id('1')}`, `open ${id('2')}`, `deny ${id('2')}`]);
  });

  it('lists what is allowed now with what is left of it, and revokes one or all', () => {
    const { done, acts } = recorded();
    const grants = [
      grant({ until: 12 * 60_000 }),
      grant({ id: 'g2', covers: 'psql', usesLeft: 3, secrets: ['a', 'b', 'c'] }),
      grant({ id: 'g3', covers: 'aws s3 ls', secrets: [] }),
    ];
    const menu = entries(trayMenu(shows({ grants }), acts));
    assert.deepEqual(
      menu.slice(1, -4).map(([label]) => label.replace('Allowed now (3) > ', '> ')),
      [
        'Allowed now (3)',
        '> gh pr view, 12 minutes left',
        '> gh pr view, 12 minutes left > Claude Code, with github/token',
        '> gh pr view, 12 minutes left > Revoke',
        '> psql, 3 uses left',
        '> psql, 3 uses left > Claude Code, with a and 2 more',
        '> psql, 3 uses left > Revoke',
        '> aws s3 ls, for this session',
        '> aws s3 ls, for this session > Claude Code',
        '> aws s3 ls, for this session > Revoke',
        '> Revoke all',
      ],
    );
    for (const [label, click] of menu) if (label.includes('Revoke')) click();
    assert.deepEqual(done, ['revoke g1', 'revoke g2', 'revoke g3', 'revoke null']);
  });

  it('has no entry that approves, in any state (P7)', () => {
    const harmless = ['Open…', 'Deny', 'Dismiss', 'Revoke', 'Revoke all', 'Lock now', 'Unlock…', 'Set up Postern…'];
    const known = [...harmless, 'Add secret…', 'Open Postern', 'Quit'];
    const waiting = QuestionSummary.unwrap().shape.kind.options.map((kind) => question({ kind }));
    for (const state of ['empty', 'locked', 'unlocked'] as const) {
      const { done, acts } = recorded();
      for (const [label, click] of entries(trayMenu(shows({ state, waiting, grants: [grant()] }), acts))) {
        const before = done.length;
        click();
        if (done.length > before) assert.ok(known.includes(label.split(' > ').at(-1) ?? ''), label);
      }
    }
  });

  it('reads the same for a whole minute, so that it does not close under the pointer', () => {
    const at = (now: number) =>
      JSON.stringify(trayMenu(shows({ grants: [grant({ until: 600_000 })], now }), recorded().acts));
    assert.equal(at(1), at(59_999));
    assert.notEqual(at(1), at(60_001));
  });

  it('is another one when another question reads the same', () => {
    const of = (which: string) =>
      JSON.stringify(trayMenu(shows({ waiting: [question({ id: id(which) })] }), recorded().acts));
    assert.notEqual(of('1'), of('2'));
  });

  it('shows an agent’s own words in one short line, with what is hidden in them made visible', () => {
    const [, label] = labels({ waiting: [question({ clientName: `a\nb\u202Ec & ${'d'.repeat(90)}` })] });
    assert.equal(label, `a⏎b\\u202ec && ${'d'.repeat(26)}… wants to run a command`);
  });

  it('says of time and uses what is left', () => {
    assert.equal(leftWords({ until: 61_000, usesLeft: null }, 0), '2 minutes left');
    assert.equal(leftWords({ until: 100, usesLeft: 1 }, 50_000), '1 use left, 1 minute left');
  });
});
