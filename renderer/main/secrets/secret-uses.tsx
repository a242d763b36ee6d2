// The newest runs and refusals that name a secret.
import { Section } from '../../ui/layout.tsx';
import type { Story } from '../activity/stories.ts';
import { StoryRow } from '../activity/story-row.tsx';

interface SecretUsesProps {
  readonly name: string;
  /** Of the newest part of the log, newest first; null: not known yet. */
  readonly stories: readonly Story[] | null;
  readonly now: number;
}

export function SecretUses({ name, stories, now }: SecretUsesProps) {
  const uses = stories?.filter((story) => story.group !== 'changes' && story.secrets.includes(name)) ?? [];
  return (
    <Section title="Who used it">
      {uses.length === 0 ? (
        <p className="secret-unset">{stories === null ? '' : 'No agent has asked for it lately.'}</p>
      ) : (
        <ul className="stories">
          {uses.slice(0, 8).map((story) => (
            <StoryRow key={story.key} story={story} now={now} dated />
          ))}
        </ul>
      )}
    </Section>
  );
}
