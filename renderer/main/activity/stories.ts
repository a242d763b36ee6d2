// The log as a person tells it: the events of one request become one story with one sentence. Pure.
import type { AuditEntry, AuditEvent } from '../../../app/contract/audit.ts';
import { faultMessages } from '../../../app/contract/fault.ts';
import { took } from '../times.ts';
import { calledIn, callStory, deniedWords } from './call-stories.ts';
import { lastingWords } from './decision-words.ts';
import type { Part, Sentence } from './event-words.ts';
import { endWords, eventWords, heldBy, nameOf, redactionWords, wishWords } from './event-words.ts';

export interface Story {
  readonly key: string;
  /** Of its newest event, epoch milliseconds; null when it cannot be read. */
  readonly at: number | null;
  readonly sequence: number;
  readonly group: 'runs' | 'calls' | 'refused' | 'changes';
  /** `done`: it happened · `failed`: it happened, and ended with an error · `open`: it goes on · `no`: it was denied or refused · `bad`: something is wrong. */
  readonly tone: 'done' | 'failed' | 'open' | 'no' | 'bad' | 'plain';
  readonly sentence: Sentence;
  readonly secrets: readonly string[];
  /** Oldest first. */
  readonly entries: readonly AuditEntry[];
}

/** Newest first. Events of a request that are not among the entries are simply not told. */
export function storiesOf(entries: readonly AuditEntry[]): readonly Story[] {
  const byKey = new Map<string, AuditEntry[]>();
  for (const entry of entries.toSorted((a, b) => a.sequence - b.sequence)) {
    const key = keyOf(entry);
    byKey.set(key, [...(byKey.get(key) ?? []), entry]);
  }
  return Array.from(byKey, ([key, told]) => storyOf(key, told)).toSorted((a, b) => b.sequence - a.sequence);
}

/** Whether every word of the filter is in what the story says. */
export function storyMatches(story: Story, filter: string): boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = [story.sentence, ...eventsOf(story.entries).map(eventWords)].flat().map(partText).join('').toLowerCase();
  return words.every((word) => text.includes(word));
}

function keyOf(entry: AuditEntry): string {
  return entry.event !== null && 'requestId' in entry.event ? entry.event.requestId : `event ${entry.sequence}`;
}

function eventsOf(entries: readonly AuditEntry[]): readonly AuditEvent[] {
  return entries.flatMap((entry) => entry.event ?? []);
}

function partText(part: Part): string {
  if (typeof part === 'string') return part;
  if ('strong' in part) return part.strong;
  return 'code' in part ? part.code : part.quote;
}

function storyOf(key: string, entries: readonly AuditEntry[]): Story {
  const events = eventsOf(entries);
  const last = events.at(-1);
  const common = { key, at: last?.at ?? null, sequence: entries.at(-1)?.sequence ?? 0, entries };
  if (last === undefined) {
    const sentence = ['An event that does not open: its text was changed outside Postern.'];
    return { ...common, group: 'changes', tone: 'bad', sentence, secrets: [] };
  }
  if (!('requestId' in last)) {
    return { ...common, ...standing(last), sentence: eventWords(last), secrets: secretsOf(last) };
  }
  return { ...common, ...requestStory(events, last) };
}

/** What has a name and is no provider is a secret. */
function secretsOf(event: AuditEvent): readonly string[] {
  if ('secret' in event) return [event.secret];
  if ('name' in event) return [event.name];
  return event.kind === 'text.scanned' ? event.secrets : [];
}

function standing(event: AuditEvent): Pick<Story, 'group' | 'tone'> {
  switch (event.kind) {
    case 'unlock.failed':
    case 'client.refused':
    case 'presence.refused':
    case 'agent.refused':
      return { group: 'refused', tone: 'no' };
    case 'client.paused':
    case 'agent.paused':
    case 'rollback.accepted':
      return { group: 'changes', tone: 'no' };
    case 'text.scanned':
      return { group: 'changes', tone: event.secrets.length === 0 ? 'plain' : 'no' };
    case 'audit.verified':
      return { group: 'changes', tone: event.whole ? 'plain' : 'bad' };
    default:
      return { group: 'changes', tone: 'plain' };
  }
}

type Asked = Extract<AuditEvent, { requestId: unknown }>;

function requestStory(
  events: readonly AuditEvent[],
  last: Asked,
): Pick<Story, 'group' | 'tone' | 'sentence' | 'secrets'> {
  const find = <K extends AuditEvent['kind']>(kind: K) =>
    events.find((event): event is Extract<AuditEvent, { kind: K }> => event.kind === kind);
  const request = find('request.received');
  const started = find('run.started');
  const called = calledIn(events);
  const secrets = called?.secrets ?? started?.secrets ?? request?.secrets ?? [];
  const isWish = request !== undefined && request.command === null;
  const command = (started ?? request)?.command;
  const what: Sentence =
    called?.what ??
    (isWish ? wishWords(request) : [command == null ? 'a command' : { code: command.text }, ...heldBy(secrets)]);
  const asks = isWish ? ' asks for ' : called === null ? ' asks to run ' : ' asks to send ';
  const asked = asks.replace('asks', 'asked');
  const who = nameOf(last);
  const group = called === null ? 'runs' : 'calls';
  switch (last.kind) {
    case 'run.finished': {
      const bits = [howAllowed(events), endWords(last), redactionWords(last), took(last.durationMs)];
      const tail = ` — ${bits.filter((bit) => bit !== '').join(', ')}`;
      return {
        group: 'runs',
        tone: last.end === 'exited' && last.exitCode === 0 ? 'done' : 'failed',
        sentence: [who, ' ran ', ...what, tail],
        secrets,
      };
    }
    case 'run.started':
      return {
        group: 'runs',
        tone: 'open',
        sentence: [who, ' is running ', ...what, tailOf(howAllowed(events))],
        secrets,
      };
    case 'run.refused':
      return refused([who, ' was refused ', ...what, ` — ${faultMessages[last.code]}`], secrets);
    case 'approval.denied': {
      const reason: Sentence = last.reason === null ? [] : [' — ', { quote: last.reason }];
      return refused(['You denied ', who, ' ', ...what, ...reason], secrets);
    }
    case 'run.denied':
      return refused(
        [deniedWords[last.by], ...[who, ' ', ...what], ...(last.says === '' ? [] : [' — ', { quote: last.says }])],
        secrets,
      );
    case 'run.changed':
      return refused([who, ' did not get to run ', ...what, ' — something had changed since you allowed it'], secrets);
    case 'approval.expired':
      return refused([who, asked, ...what, ' — nobody answered in time'], secrets);
    case 'approval.withdrawn':
      return refused([who, asked, ...what, ' — the question was withdrawn'], secrets);
    case 'approval.allowed':
    case 'rule.used':
    case 'grant.used': {
      const sentence = isWish
        ? ['You gave Postern ', ...what, ' that ', who, ' asked for']
        : [last.kind === 'rule.used' ? 'A rule allowed ' : 'You allowed ', who, ' ', ...what, ...lastsFor(last)];
      return { group, tone: isWish ? 'done' : 'open', sentence, secrets };
    }
    case 'session.extended':
    case 'audit.exported':
      return { group: 'runs', tone: 'done', sentence: eventWords(last), secrets };
    case 'request.received':
    case 'approval.asked': {
      const sentence = [who, asks, ...what, ' — waiting for you'];
      return { group, tone: 'open', sentence, secrets };
    }
    default:
      return callStory(last, { events, what, secrets, how: howAllowed(events) });
  }
}

function refused(
  sentence: Sentence,
  secrets: readonly string[],
): Pick<Story, 'group' | 'tone' | 'sentence' | 'secrets'> {
  return { group: 'refused', tone: 'no', sentence, secrets };
}

function howAllowed(events: readonly AuditEvent[]): string {
  for (const event of events) {
    if (event.kind === 'approval.allowed') return `allowed ${lastingWords(event.lasting)}`;
    if (event.kind === 'rule.used') return `by the rule ${event.rule}`;
  }
  const started = events.find((event) => event.kind === 'run.started');
  if (started?.by === 'rule') return 'by a rule';
  return started?.by === 'grant' ? 'allowed earlier' : '';
}

function lastsFor(event: Asked): Sentence {
  return event.kind === 'approval.allowed' && event.lasting.kind !== 'once' ? [` ${lastingWords(event.lasting)}`] : [];
}

function tailOf(words: string): string {
  return words === '' ? '' : ` — ${words}`;
}
