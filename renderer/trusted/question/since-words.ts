// What is new since the person last allowed something like it, in sentences. Pure.
import type { SinceLast } from '../../../app/contract/approval.ts';
import type { Said } from './said.ts';
import { codes } from './said.ts';

/** One sentence per kind of difference; at least one, even where nothing is new. `now`: to leave out today's date. */
export function sinceWords(since: SinceLast, now: number): readonly Said[] {
  const moment = momentOf(since.allowedAt, now);
  const words = (texts: readonly string[]) => codes(texts, 12, (count) => `${count} words`);
  const sentences: Said[] = [];
  if (since.added.length > 0) {
    sentences.push([`New since you allowed this ${moment}: `, ...words(since.added), '.']);
  }
  if (since.removed.length > 0) {
    sentences.push([
      since.added.length > 0 ? 'Gone: ' : `Gone since you allowed this ${moment}: `,
      ...words(since.removed),
      '.',
    ]);
  }
  if (since.files.length > 0) {
    const files = [...new Set(since.files.map(({ word }) => word))];
    const are = files.length === 1 ? 'is not as it was' : 'are not as they were';
    sentences.push([...codes(files, 12, (count) => `${count} files`), ` ${are} then.`]);
  }
  if (since.secrets.length > 0) {
    sentences.push(['First time with ', ...codes(since.secrets, 12, (count) => `${count} secrets`), '.']);
  }
  const isTold = since.added.length + since.removed.length > 0;
  if (!isTold) sentences.unshift([`You allowed ${sentences.length === 0 ? 'this' : 'a command like this'} ${moment}.`]);
  return sentences;
}

function momentOf(at: number, now: number): string {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date(now).toDateString();
  const time = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  return isToday
    ? `at ${time}`
    : `on ${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long' })} at ${time}`;
}
