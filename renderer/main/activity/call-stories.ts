// A call of an API as one sentence: who sent what where, by whose leave, and what came of it. Pure.
import type { AuditEvent } from '../../../app/contract/audit.ts';
import { assertNever, faultMessages } from '../../../app/contract/fault.ts';
import { counted, took } from '../times.ts';
import { addressOf, callAllowedBy, callEndWords, findingWords } from './call-event-words.ts';
import { heldBy, nameOf, type Sentence } from './event-words.ts';
import type { Story } from './stories.ts';

type Told = Pick<Story, 'group' | 'tone' | 'sentence' | 'secrets'>;
type CallTold = Extract<AuditEvent, { kind: `call.${string}` }>;

/** What was or would have been called; null: the events are not of a call. */
export function calledIn(
  events: readonly AuditEvent[],
): { readonly what: Sentence; readonly secrets: readonly string[] } | null {
  const called = events.find(isAddressed);
  if (called === undefined) return events.some(isCallTold) ? { what: ['a request'], secrets: [] } : null;
  const held = events.find((event) => event.kind === 'call.started' || event.kind === 'call.asked');
  const secrets = held?.secrets ?? [];
  return { what: [addressOf(called), ...heldBy(secrets)], secrets };
}

/** `how`: by whose leave, where the events tell of a question. */
export function callStory(
  last: CallTold,
  {
    events,
    what,
    secrets,
    how,
  }: { readonly events: readonly AuditEvent[]; readonly how: string } & NonNullable<ReturnType<typeof calledIn>>,
): Told {
  const who = nameOf(last);
  const started = events.find((event) => event.kind === 'call.started');
  const by = how !== '' || started === undefined ? how : callAllowedBy(started);
  const refused = (sentence: Sentence): Told => ({ group: 'refused', tone: 'no', sentence, secrets });
  switch (last.kind) {
    case 'call.asked':
      return {
        group: 'calls',
        tone: 'open',
        sentence: [who, ' asks to send ', ...what, ' — waiting for you'],
        secrets,
      };
    case 'call.started':
      return {
        group: 'calls',
        tone: 'open',
        sentence: [who, ' is sending ', ...what, by === '' ? '' : ` — ${by}`],
        secrets,
      };
    case 'call.finished': {
      if (last.end === 'blocked')
        return refused([who, ' was kept from sending ', ...what, ' — it held what looks like a secret']);
      const redacted = last.redactions.reduce((sum, { count }) => sum + count, 0);
      const bits = [
        by,
        callEndWords(last),
        redacted === 0 ? '' : `${counted(redacted, 'value')} redacted`,
        took(last.durationMs),
      ];
      const isGood = last.end === 'answered' && last.status !== null && last.status < 400;
      const tail = ` — ${bits.filter((bit) => bit !== '').join(', ')}`;
      return { group: 'calls', tone: isGood ? 'done' : 'failed', sentence: [who, ' sent ', ...what, tail], secrets };
    }
    case 'call.denied':
      return refused([
        deniedWords[last.by],
        who,
        ' ',
        ...what,
        ...(last.says === '' ? [] : [' — ', { quote: last.says }]),
      ]);
    case 'call.refused':
      return refused([who, ' was refused ', ...what, ` — ${faultMessages[last.code]}`]);
    case 'call.blocked':
      return refused([who, ' was kept from sending ', ...what, ` — it held ${findingWords(last)}`]);
    default:
      return assertNever(last);
  }
}

function isCallTold(event: AuditEvent): event is CallTold {
  return event.kind.startsWith('call.');
}

function isAddressed(event: AuditEvent): event is Exclude<CallTold, { kind: 'call.finished' }> {
  return isCallTold(event) && event.kind !== 'call.finished';
}

export const deniedWords = {
  rule: 'A rule denied ',
  remembered: 'Denied as before: ',
  headless: 'Denied, with nobody to ask: ',
} as const;
