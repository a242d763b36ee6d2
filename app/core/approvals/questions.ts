// The queue as the trusted window draws it, with no value of the vault in it. Pure.
import type { Question, QuestionSummary, RunAsked } from '../../contract/approval.ts';
import type { RequestId } from '../../contract/vocabulary.ts';
import { canonicalJson, sha256Hex } from '../crypto/digest.ts';
import { digestOf } from '../runs/action.ts';
import { type Group, nameIn } from './waiting.ts';

/** One group as a question of its own. */
export function questionOf(
  group: Group,
  place: { readonly position: number; readonly total: number },
  home: string,
): Question {
  const [{ id, asked, expiresAt }] = group;
  const common = { id, expiresAt, ...place };
  switch (asked.kind) {
    case 'run':
      return { kind: 'run', ...common, ...runAsked(group, asked), home };
    case 'call': {
      const { call, shown, purpose, offers } = asked;
      return {
        ...{ kind: 'call', ...common, call: shown, digest: digestOf(call), times: group.length },
        ...{ purpose, offers, home },
      };
    }
    case 'changed':
      return { kind: 'changed', ...common, action: asked.action, changes: asked.changes, home };
    case 'pairing':
      return { kind: 'pairing', ...common, pairing: asked.pairing, home };
    case 'agent':
    case 'wish':
    case 'longer':
    case 'export':
      return { ...asked, ...common };
  }
}

/** The runs of one client as one list. null: there are fewer than two. */
export function listOf(
  id: RequestId,
  groups: readonly Group[],
  place: { readonly position: number; readonly total: number },
  home: string,
): Question | null {
  const runs = groups.flatMap((group) => {
    const [{ asked }] = group;
    return asked.kind === 'run' ? [runAsked(group, asked)] : [];
  });
  const [first] = runs;
  if (first === undefined || runs.length < 2) return null;
  return {
    ...{ kind: 'several', id, ...place, runs, home },
    expiresAt: Math.min(...groups.map(([{ expiresAt }]) => expiresAt)),
    clientName: first.action.client.name,
    digest: sha256Hex(canonicalJson(runs.map(({ digest }) => digest))),
  };
}

export function summaryOf(group: Group): QuestionSummary {
  const [{ id, asked, askedAt }] = group;
  return { id, kind: asked.kind, clientName: nameIn(asked), askedAt, times: group.length };
}

function runAsked(group: Group, asked: Extract<Group[0]['asked'], { kind: 'run' }>): RunAsked {
  const { action, shown, holds, offers, since } = asked;
  // SECURITY P1, P2: the digest is of what runs; what is drawn differs from it by markers alone.
  return { id: group[0].id, action: shown, digest: digestOf(action), times: group.length, offers, since, holds };
}
