// One story of the log: a sentence, and on demand its events in order.
import type { LucideIcon } from 'lucide-react';
import { Ban, Check, ChevronRight, CircleAlert, CircleDashed, Dot, TriangleAlert } from 'lucide-react';
import { Collapsible } from 'radix-ui';
import { VisibleText } from '../../ui/visible-text.tsx';
import { ago, clockTime, exactTime } from '../times.ts';
import type { Part, Sentence } from './event-words.ts';
import { eventWords } from './event-words.ts';
import type { Story } from './stories.ts';
import './activity.css';

const marks: Readonly<Record<Story['tone'], { readonly icon: LucideIcon; readonly words: string }>> = {
  done: { icon: Check, words: 'Done' },
  open: { icon: CircleDashed, words: 'Open' },
  failed: { icon: TriangleAlert, words: 'Done, with an error' },
  no: { icon: Ban, words: 'Not done' },
  bad: { icon: CircleAlert, words: 'Something is wrong' },
  plain: { icon: Dot, words: '' },
};

interface StoryRowProps {
  readonly story: Story;
  readonly now: number;
  /** Says the day instead of the time when it was not today. */
  readonly dated?: boolean;
}

export function StoryRow({ story, now, dated = false }: StoryRowProps) {
  const mark = marks[story.tone];
  const time = story.at === null ? '' : dated ? ago(story.at, now) : clockTime(story.at);
  return (
    <Collapsible.Root className="story" asChild>
      <li>
        <Collapsible.Trigger className="story-line">
          <time>{time}</time>
          <span className={`story-mark story-mark--${story.tone}`} role="img" aria-label={mark.words}>
            <mark.icon size={14} strokeWidth={2} aria-hidden />
          </span>
          <span className="story-sentence">
            <SentenceText of={story.sentence.flatMap(brief)} />
          </span>
          <ChevronRight className="story-chevron" size={14} aria-hidden />
        </Collapsible.Trigger>
        <Collapsible.Content className="story-events" asChild>
          <ol>
            {story.entries.map((entry) => (
              <li key={entry.sequence} className="story-event">
                <span className="story-sequence">#{entry.sequence}</span>
                <time>{entry.event === null ? '' : exactTime(entry.event.at)}</time>
                <p>
                  {entry.event === null ? 'This event does not open.' : <SentenceText of={eventWords(entry.event)} />}
                </p>
              </li>
            ))}
          </ol>
        </Collapsible.Content>
      </li>
    </Collapsible.Root>
  );
}

/** A long command is shown whole among the events; in the line it must not hide what came of it. */
function brief(part: Part): Sentence {
  if (typeof part === 'string' || !('code' in part)) return [part];
  const characters = Array.from(part.code);
  return characters.length <= 100 ? [part] : [{ code: characters.slice(0, 96).join('') }, '…'];
}

function SentenceText({ of }: { readonly of: Sentence }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have no identity but their place
  return of.map((part, at) => <PartText key={at} part={part} />);
}

function PartText({ part }: { readonly part: Part }) {
  if (typeof part === 'string') return part;
  if ('strong' in part) {
    return (
      <b>
        <VisibleText text={part.strong} />
      </b>
    );
  }
  if ('code' in part) {
    return (
      <code>
        <VisibleText text={part.code} />
      </code>
    );
  }
  return (
    <q>
      <VisibleText text={part.quote} />
    </q>
  );
}
