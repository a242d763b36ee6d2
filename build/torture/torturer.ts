// One profile and its life of kills: a victim works in it, is killed, and the next one tells what is left.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Aim, Countdown, type Plan, type Target } from './aim.ts';
import { Chance } from './chance.ts';
import { type Finding, Ledger } from './ledger.ts';
import type { Operation, Orders, Plant, Told } from './protocol.ts';
import { tracesIn } from './traces.ts';
import { VictimProcess } from './victim-process.ts';

/** What came of one victim. */
export interface Death {
  readonly underWay: readonly Operation[];
  readonly acknowledged: readonly Operation[];
  /** What the one before had begun and not acknowledged, and was found to be on disk. */
  readonly foundDone: readonly Operation[];
  readonly findings: readonly Finding[];
}

export interface TorturerParts {
  /** Folder of the bundled victim. */
  readonly victim: string;
  readonly seed: string;
  readonly plant: Plant | null;
  /** The only operation to kill in; null: any. */
  readonly only: Target | null;
}

export class Torturer {
  readonly folder: string;
  readonly #parts: TorturerParts;
  readonly #chance: Chance;
  readonly #aim: Aim;
  readonly #mark: string;
  readonly #ledger = new Ledger();
  #reserve: VictimProcess | null = null;
  #victims = 0;

  constructor(parts: TorturerParts) {
    this.#parts = parts;
    this.#chance = new Chance(parts.seed);
    this.#aim = new Aim(new Chance(`${parts.seed} aim`), parts.only);
    this.#mark = `mark${this.#chance.text(14)}`;
    this.folder = mkdtempSync(join(tmpdir(), 'postern-torture-'));
  }

  /** Makes the vault, without a kill. */
  async begin(): Promise<readonly Finding[]> {
    const passphrases = [`${this.#mark} the first one`];
    return (await this.#let({ create: true, passphrases }, null)).findings;
  }

  /** Lets a victim work and kills it. What the victim before left is judged when this one has opened it. */
  kill(): Promise<Death> {
    const plan = this.#aim.plan(this.#ledger.underWay);
    return this.#let({ create: false, passphrases: [...this.#ledger.passphrases] }, plan);
  }

  /** Looks at what the last kill left, and removes everything when all is well. */
  async end(): Promise<readonly Finding[]> {
    const { findings } = await this.#let({ create: false, passphrases: [...this.#ledger.passphrases] }, null);
    return findings;
  }

  /** Ends the process in reserve; with `remove` the profile goes too. */
  close(remove: boolean): void {
    this.#reserve?.kill(0);
    this.#reserve = null;
    if (remove) rmSync(this.folder, { recursive: true, force: true });
  }

  async #let(start: Pick<Orders, 'create' | 'passphrases'>, plan: Plan | null): Promise<Death> {
    const { victim: folder, seed, plant } = this.#parts;
    this.#victims += 1;
    const victim = this.#reserve ?? new VictimProcess(folder);
    // The next one gets ready meanwhile.
    this.#reserve = plan === null && !start.create ? null : new VictimProcess(folder);
    const orders: Orders = {
      ...{ ...start, folder: this.folder, mark: this.#mark, plant, seed: `${seed} ${this.#victims}` },
      ...{ recovery: this.#ledger.recovery, saved: this.#ledger.saved, ahead: this.#victims * fiveHoursMs },
      ...{ target: plan?.target ?? null, before: plan?.before ?? 0 },
    };
    const cutShort = this.#ledger.underWay.join(' and ') || 'nothing';
    const countdown = plan === null ? null : new Countdown(this.#aim, plan, (inMs) => victim.kill(inMs));
    const heard = new Hearing(this.#ledger, this.#aim);
    const end = await victim.live(orders, (told) => {
      heard.hear(told);
      countdown?.hear(told);
    });
    const { underWay } = heard;
    if (end.killed) this.#aim.hit(underWay);
    if (end.what !== null) heard.findings.push({ kind: 'wrong', what: end.what });
    if (plan !== null && !end.killed && end.what === null)
      heard.findings.push({ kind: 'wrong', what: 'it ended by itself' });
    heard.findings.push(...this.#traces());
    this.#removeOldBackups();
    const findings = heard.findings.map(({ kind, what }) => {
      return { kind, what: `${this.#withoutValues(what)} (the kill before fell into ${cutShort})` };
    });
    return { underWay, acknowledged: heard.acknowledged, foundDone: this.#ledger.foundDone, findings };
  }

  /** What a victim complains of may quote what it was given. */
  #withoutValues(text: string): string {
    return text.replaceAll(new RegExp(`${this.#mark}[^\\n]*`, 'g'), '…');
  }

  #traces(): Finding[] {
    const folders = ['profile', 'keychain'].map((name) => join(this.folder, name));
    return tracesIn(folders, this.#mark).map((what) => ({ kind: 'wrong', what }));
  }

  #removeOldBackups(): void {
    const own = join(this.folder, 'own');
    const old = readdirSync(own).filter(
      (name) => name.endsWith('.backup') && join(own, name) !== this.#ledger.saved?.file,
    );
    for (const name of old) rmSync(join(own, name));
  }
}

/** So that the automatic backups get a day older now and then. */
const fiveHoursMs = 5 * 3_600_000;

/** Follows what one victim says. */
class Hearing {
  readonly acknowledged: Operation[] = [];
  readonly findings: Finding[] = [];
  readonly #ledger: Ledger;
  readonly #aim: Aim;
  readonly #began = new Map<number, { readonly operation: Operation; readonly at: number; steps: number }>();

  constructor(ledger: Ledger, aim: Aim) {
    this.#ledger = ledger;
    this.#aim = aim;
  }

  /** What this one began and did not acknowledge. */
  get underWay(): readonly Operation[] {
    return [...this.#began.values()].map(({ operation }) => operation);
  }

  hear(told: Told): void {
    switch (told.told) {
      case 'begins':
        this.#began.set(told.turn, { operation: told.operation, at: performance.now(), steps: 0 });
        this.#ledger.begins(told);
        return;
      case 'step':
        for (const began of this.#began.values()) began.steps += 1;
        return;
      case 'done': {
        const operation = this.#ledger.done(told);
        const began = this.#began.get(told.turn);
        this.#began.delete(told.turn);
        if (operation === null) return;
        if (began !== undefined) this.#aim.learn(operation, { ms: performance.now() - began.at, steps: began.steps });
        if (operation !== 'open' && operation !== 'resume') this.acknowledged.push(operation);
        return;
      }
      case 'found':
        this.findings.push(...this.#ledger.weigh(told.found));
        return;
      case 'failed': {
        const opened = told.during !== 'open';
        this.findings.push({
          kind: opened ? 'wrong' : 'lost',
          what: `${told.during ?? 'the start'} failed: ${told.what}`,
        });
        return;
      }
      case 'ready':
    }
  }
}
