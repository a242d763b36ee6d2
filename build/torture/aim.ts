// When to kill: in which operation, and at which moment of it. What was rarely hit is aimed at more often, so that kills land in
// every operation.
import type { Chance } from './chance.ts';
import type { Operation, operations, Told } from './protocol.ts';

export type Target = (typeof operations)[number];

/** How often to aim at each: those with several commits more often. */
const weights: Readonly<Record<Target | 'open', number>> = {
  ...{ add: 2, edit: 2, remove: 1, 'bring back': 1, import: 3, restore: 3, 'change passphrase': 3, 'recovery code': 1 },
  ...{ 'ways in': 1, rotate: 4, settings: 1, agents: 1, 'save a backup': 1, 'rolling backup': 1, 'lock and unlock': 1 },
  open: 1,
};

/** What one operation usually takes, as seen from outside. */
interface Habit {
  readonly ms: number;
  readonly steps: number;
}

/** The choice for one victim. */
export interface Plan {
  readonly target: Target;
  /** The first of these that begins is the one to die in. */
  readonly dieIn: ReadonlySet<Operation>;
  readonly before: number;
  /** After so much of its usual time, or a moment after so many of its usual steps. */
  readonly by: 'time' | 'step';
  readonly part: number;
}

export class Aim {
  readonly #chance: Chance;
  readonly #only: Target | null;
  readonly #hits = new Map<Operation, number>();
  readonly #habits = new Map<Operation, Habit>();

  /** `only`: aim at nothing else. */
  constructor(chance: Chance, only: Target | null) {
    this.#chance = chance;
    this.#only = only;
  }

  /** A victim died with these under way. */
  hit(underWay: readonly Operation[]): void {
    for (const operation of underWay) this.#hits.set(operation, (this.#hits.get(operation) ?? 0) + 1);
  }

  learn(operation: Operation, seen: Habit): void {
    const known = this.#habits.get(operation) ?? seen;
    const near = (a: number, b: number): number => 0.7 * a + 0.3 * b;
    this.#habits.set(operation, { ms: near(known.ms, seen.ms), steps: near(known.steps, seen.steps) });
  }

  /** What the victim before died in may have to be resumed: that is one more thing to die in. */
  plan(before: readonly Operation[]): Plan {
    const next = this.#only ?? this.#rarest();
    const resumes = before.includes('rotate') || before.includes('resume');
    return {
      target: next === 'open' ? 'add' : next,
      dieIn: new Set<Operation>(resumes && this.#chance.part() < 0.7 ? ['resume', next] : [next]),
      before: this.#chance.below(6),
      by: this.#chance.part() < 0.5 ? 'time' : 'step',
      part: this.#chance.part(),
    };
  }

  /** Milliseconds after its beginning, or steps and then milliseconds. */
  moment(operation: Operation, { by, part }: Plan): { readonly steps: number; readonly ms: number } {
    const { ms, steps } = this.#habits.get(operation) ?? { ms: 4, steps: 2 };
    // A little more than it usually takes, so that its end is within reach.
    if (by === 'time') return { steps: 0, ms: part * 1.1 * ms };
    return { steps: Math.ceil(part * steps), ms: this.#chance.part() * 1.5 };
  }

  #rarest(): Target | 'open' {
    const names = Object.keys(weights) as (keyof typeof weights)[];
    const rates = names.map((name) => ({
      name,
      rate: ((this.#hits.get(name) ?? 0) + this.#chance.part()) / weights[name],
    }));
    return rates.reduce((rarest, each) => (each.rate < rarest.rate ? each : rarest)).name;
  }
}

/** Tells when a victim must die, from what it says. */
export class Countdown {
  readonly #aim: Aim;
  readonly #plan: Plan;
  readonly #kill: (inMs: number) => void;
  #steps: number | null = null;
  #ms = 0;
  #turn: number | null = null;
  #others = 0;

  constructor(aim: Aim, plan: Plan, kill: (inMs: number) => void) {
    this.#aim = aim;
    this.#plan = plan;
    this.#kill = kill;
  }

  hear(told: Told): void {
    switch (told.told) {
      case 'begins':
        if (this.#steps === null && this.#plan.dieIn.has(told.operation)) this.#begin(told.operation, told.turn);
        return;
      case 'step':
        if (this.#steps === null || this.#steps === 0) return;
        this.#steps -= 1;
        if (this.#steps === 0) this.#kill(this.#ms);
        return;
      case 'done':
        // It was quicker than usual, or never came: somebody else's kill then.
        this.#others += 1;
        if (told.turn === this.#turn || this.#others > patience) this.#kill(0);
        return;
      default:
    }
  }

  #begin(operation: Operation, turn: number): void {
    const { steps, ms } = this.#aim.moment(operation, this.#plan);
    this.#steps = steps;
    this.#ms = ms;
    this.#turn = turn;
    if (steps === 0) this.#kill(ms);
  }
}

const patience = 30;
