// The list of secrets with its search, beside the details of the chosen one.
import { ListFilter } from 'lucide-react';
import type { RefObject } from 'react';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { SecretSummary } from '../../../app/contract/secret.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { SearchField } from '../../ui/field.tsx';
import { storiesOf } from '../activity/stories.ts';
import { useAct } from '../acts.tsx';
import { useBroker } from '../broker.ts';
import { counted, grouped } from '../times.ts';
import { useNow } from '../use-now.ts';
import { lineOf, listLines } from './list-lines.ts';
import { RemoveSecret } from './remove-secret.tsx';
import type { SearchIndex } from './search-index.ts';
import { noFilters, searchSecrets } from './search-index.ts';
import { SecretDetails } from './secret-details.tsx';
import { ChosenFilters, chosenOf, FilterPanel } from './secret-filters.tsx';
import { SecretList } from './secret-list.tsx';
import { useSearchKeys } from './use-search-keys.ts';

interface SecretBrowserProps {
  readonly index: SearchIndex;
  readonly revision: number;
}

export function SecretBrowser({ index, revision }: SecretBrowserProps) {
  const act = useAct();
  const now = useNow(60_000);
  const [query, setQuery] = useState('');
  const [filters, setFilters] = useState(noFilters);
  const [filtering, setFiltering] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const [removing, setRemoving] = useState<SecretSummary | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const listBox = useRef<HTMLDivElement>(null);
  const details = useRef<HTMLElement>(null);
  const log = useBroker('audit.list', { before: null, limit: 500 });
  const stories = useMemo(() => (log.kind === 'ready' ? storiesOf(log.value) : null), [log]);
  useSearchKeys(search);
  const found = useMemo(() => searchSecrets(index, query, filters, now), [index, query, filters, now]);
  const list = useMemo(() => listLines(found), [found]);
  const active = lineOf(list.lines, chosen);
  const line = list.lines[active];
  const secret = line === undefined || typeof line === 'string' ? null : line.secret;
  // The list is drawn first; the details of another secret may come a moment later.
  const shown = useDeferredValue(secret);
  const enterDetails = useEntering(details, shown === secret);
  const all = index.entries.length;
  const backToSearch = () => {
    setQuery('');
    search.current?.focus();
  };
  return (
    <div className="secrets">
      <div className="secrets-side">
        <search className="secrets-search">
          <SearchField
            ref={search}
            label={`Search ${counted(all, 'secret')}`}
            shortcut="/"
            value={query}
            onChange={setQuery}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') listBox.current?.focus();
              else if (event.key === 'Enter') enterDetails();
              else return;
              event.preventDefault();
            }}
          />
          <IconButton
            icon={ListFilter}
            label={filtering ? 'Hide the filters' : 'Filter the list'}
            aria-expanded={filtering}
            onClick={() => setFiltering(!filtering)}
          />
          <Button
            tone="primary"
            aria-keyshortcuts="Control+N"
            onClick={() => act('window.open', { kind: 'secret', id: null })}
          >
            Add
          </Button>
        </search>
        {filtering ? <FilterPanel facets={index.facets} filters={filters} onChange={setFilters} /> : null}
        {filtering ? null : <ChosenFilters filters={filters} onChange={setFilters} />}
        <p className="secrets-count" role="status">
          {found.length === all ? '' : `${grouped(found.length)} of ${grouped(all)}`}
        </p>
        {found.length === 0 ? (
          <p className="secrets-none">{query === '' ? 'No secret is like that.' : `No secret matches “${query}”.`}</p>
        ) : (
          <SecretList
            ref={listBox}
            list={list}
            active={active}
            now={now}
            onChoose={setChosen}
            onEnter={enterDetails}
            onEscape={backToSearch}
            onRemove={setRemoving}
          />
        )}
        {chosenOf(filters).length > 0 && found.length === 0 ? (
          <Button onClick={() => setFilters(noFilters)}>Show all secrets</Button>
        ) : null}
      </div>
      <div className="secrets-detail">
        {shown === null ? null : (
          <SecretDetails
            ref={details}
            key={shown.id}
            summary={shown}
            revision={revision}
            stories={stories}
            onRemove={() => setRemoving(shown)}
            onLeave={() => listBox.current?.focus()}
          />
        )}
      </div>
      {removing === null ? null : <RemoveSecret secret={removing} onClose={() => setRemoving(null)} />}
    </div>
  );
}

/** Puts the focus into the details once they are those of the chosen secret: before, it would be lost with the ones they replace. */
function useEntering(details: RefObject<HTMLElement | null>, ready: boolean): () => void {
  const [entering, setEntering] = useState(false);
  useEffect(() => {
    if (!entering || !ready) return;
    setEntering(false);
    details.current?.focus();
  }, [entering, ready, details]);
  return () => setEntering(true);
}
