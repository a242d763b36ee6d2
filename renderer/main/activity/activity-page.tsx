// What happened: the audit log as stories, newest first, by day.
import { History } from 'lucide-react';
import { useMemo, useState } from 'react';
import { faultMessages } from '../../../app/contract/fault.ts';
import type { RequestId, VaultState } from '../../../app/contract/vocabulary.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SearchField } from '../../ui/field.tsx';
import { Notice, Page } from '../../ui/layout.tsx';
import { Segments } from '../../ui/segments.tsx';
import { useBroker } from '../broker.ts';
import { LiveRunPage } from '../live/live-run-page.tsx';
import { RunningNow } from '../live/running-now.tsx';
import { LockedPage } from '../locked-page.tsx';
import { dayOf } from '../times.ts';
import { useNow } from '../use-now.ts';
import { CheckButton, CheckResult, useChainCheck } from './chain-check.tsx';
import type { Story } from './stories.ts';
import { storiesOf, storyMatches } from './stories.ts';
import { StoryRow } from './story-row.tsx';
import { useLog } from './use-log.ts';

const groups = [
  { value: 'all', text: 'All' },
  { value: 'runs', text: 'Runs' },
  { value: 'calls', text: 'Calls' },
  { value: 'refused', text: 'Refused' },
  { value: 'changes', text: 'Changes' },
] as const;

export function ActivityPage({ vault }: { readonly vault: VaultState }) {
  return vault === 'unlocked' ? <Activity /> : <LockedPage vault={vault} what="The log" />;
}

function Activity() {
  const log = useLog();
  const live = useBroker('live.list', undefined);
  const runs = live.kind === 'ready' ? live.value : [];
  const [watched, setWatched] = useState<RequestId | null>(null);
  const now = useNow(runs.some(({ endedAt }) => endedAt === null) ? 1000 : undefined);
  const { check, start } = useChainCheck();
  const [filter, setFilter] = useState('');
  const [group, setGroup] = useState<(typeof groups)[number]['value']>('all');
  const stories = useMemo(() => storiesOf(log.entries), [log.entries]);
  const shown = stories.filter((story) => (group === 'all' || story.group === group) && storyMatches(story, filter));
  const run = runs.find(({ id }) => id === watched);
  if (run !== undefined) return <LiveRunPage run={run} onClose={() => setWatched(null)} />;
  if (log.ready && log.fault === null && stories.length === 0) {
    return (
      <EmptyState icon={History} title="Nothing has happened yet">
        Every request, answer, run and call will be listed here, and cannot be changed afterwards without Postern
        noticing.
      </EmptyState>
    );
  }
  return (
    <Page
      title="Activity"
      lead="Everything that was asked, answered, run and sent. It never holds a value."
      actions={<CheckButton check={check} onStart={start} />}
    >
      <CheckResult check={check} />
      <RunningNow runs={runs} now={now} onOpen={setWatched} />
      <div className="activity-filter">
        <SearchField label="Filter" value={filter} onChange={setFilter} />
        <Segments label="Show" options={groups} value={group} onChange={setGroup} />
      </div>
      {log.fault === null ? null : <Notice tone="danger">{faultMessages[log.fault]}</Notice>}
      {byDay(shown, now).map((day) => (
        <section key={day.title} className="activity-day">
          <h2>{day.title}</h2>
          <ul className="stories">
            {day.stories.map((story) => (
              <StoryRow key={story.key} story={story} now={now} />
            ))}
          </ul>
        </section>
      ))}
      {log.ready && shown.length === 0 ? (
        <p className="activity-none">Nothing in the loaded part of the log matches.</p>
      ) : null}
      {log.more === null ? null : (
        <div className="activity-more">
          <Button onClick={log.more}>Load older events</Button>
        </div>
      )}
    </Page>
  );
}

/** The stories are newest first; an event without a readable time stays with its neighbours. */
function byDay(
  stories: readonly Story[],
  now: number,
): readonly { readonly title: string; readonly stories: readonly Story[] }[] {
  const days: { title: string; stories: Story[] }[] = [];
  for (const story of stories) {
    const current = days.at(-1);
    const title = story.at === null ? (current?.title ?? 'Today') : dayOf(story.at, now);
    if (current?.title === title) current.stories.push(story);
    else days.push({ title, stories: [story] });
  }
  return days;
}
