// A broker with tools of well-known names on the agent's PATH, and a person who answers when the test says so. For tests only.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answer, armedAfterMs, type Question } from '../contract/approval.ts';
import type { Proof } from '../contract/proof.ts';
import type { RunOutcome } from '../contract/run.ts';
import { passphrase, startBroker, type TestBroker, type TestClient } from './broker.testkit.ts';
import { until } from './desks.testkit.ts';

export interface Asking {
  readonly house: TestBroker;
  readonly agent: TestClient;
  /** Asks for the line with `api/token`, or with these secrets. */
  ask(line: string, secrets?: readonly string[]): Promise<RunOutcome>;
  /** What is due, once something is. */
  question<K extends Question['kind']>(kind: K): Promise<Extract<Question, { kind: K }>>;
  /** Draws it, waits until it is armed, answers. */
  answer(question: Question, answer: Answer, proof?: Proof | null): Promise<void>;
}

export const byPassphrase: Proof = { kind: 'passphrase', passphrase };

/** Each tool says its arguments and which of the variables it has. */
export async function startAsking(
  t: Parameters<typeof startBroker>[0],
  tools: readonly string[] = ['gh', 'git'],
): Promise<Asking> {
  const house = await startBroker(t);
  house.addSecret('api/token');
  house.answer = null;
  const bin = join(house.folder, 'bin');
  mkdirSync(bin);
  for (const tool of tools) {
    writeFileSync(
      join(bin, tool),
      '#!/bin/sh\necho ran "$(basename "$0")" "$@" [${TOKEN:+token}] [${OTHER:+other}]\n',
      { mode: 0o755 },
    );
  }
  const agent = house.connect();
  const { person } = house.broker;
  return {
    house,
    agent,
    ask: (command, secrets = ['api/token']) =>
      agent.outcome({ command, path: `${bin}:/usr/bin:/bin`, secrets: secrets.map((name) => ({ name })) }),
    question: async (kind) => {
      await until(() => person.question()?.kind === kind);
      const question = person.question();
      if (question?.kind !== kind) throw new Error(`no ${kind} is due`);
      return question as never;
    },
    answer: async (question, answer, proof = null) => {
      person.questionDrawn(question.id, new AbortController().signal);
      house.clock.pass(armedAfterMs);
      const digest = question.kind === 'run' || question.kind === 'several' ? question.digest : null;
      await person.answer({ id: question.id, digest, answer, proof }, new AbortController().signal);
    },
  };
}
