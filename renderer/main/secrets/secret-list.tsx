// The list: one Tab stop, keys inside. Only the lines in sight exist, and the chosen one, so that it can be pointed at and read out.
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import type { KeyboardEvent, RefObject } from 'react';
import { useCallback, useLayoutEffect } from 'react';
import type { SecretSummary } from '../../../app/contract/secret.ts';
import type { ListLines } from './list-lines.ts';
import { lineAfter } from './list-lines.ts';
import { SecretRow } from './secret-row.tsx';

/** Heights in CSS pixels; secrets.css has the same. */
const headingHeight = 30;
const rowHeight = 52;

interface SecretListProps {
  readonly list: ListLines;
  /** The line of the chosen secret. */
  readonly active: number;
  readonly now: number;
  readonly onChoose: (id: string) => void;
  readonly onEnter: () => void;
  readonly onEscape: () => void;
  readonly onRemove: (secret: SecretSummary) => void;
  readonly ref: RefObject<HTMLDivElement | null>;
}

export function SecretList({ list, active, now, onChoose, onEnter, onEscape, onRemove, ref }: SecretListProps) {
  const { lines, places } = list;
  const seen = useLinesInSight(list, active, ref);
  const chosen = secretAt(lines, active);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const next = secretAt(lines, lineAfter(event.key, lines, active, pageOf(event.currentTarget)));
    if (next !== null) onChoose(next.id);
    else if (event.key === 'Enter') onEnter();
    else if (event.key === 'Escape') onEscape();
    else if (event.key === 'Delete' && chosen !== null) onRemove(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={ref}
      className="secret-list"
      role="listbox"
      aria-label="Secrets"
      aria-activedescendant={chosen === null ? undefined : `secret-${chosen.id}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className="secret-lines" role="presentation" style={{ height: seen.getTotalSize() }}>
        {seen.getVirtualItems().map(({ index, key, start }) => {
          const line = lines[index];
          if (line === undefined) return null;
          return typeof line === 'string' ? (
            <div key={key} className="secret-group" role="presentation" style={{ transform: `translateY(${start}px)` }}>
              {line}
            </div>
          ) : (
            <SecretRow
              key={key}
              secret={line.secret}
              place={places[index] ?? 0}
              count={places.at(-1) ?? 0}
              start={start}
              on={index === active}
              now={now}
              onChoose={onChoose}
            />
          );
        })}
      </div>
    </div>
  );
}

function useLinesInSight({ lines }: ListLines, active: number, ref: RefObject<HTMLDivElement | null>) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new function tells the virtualizer that the lines are others
  const getItemKey = useCallback((index: number) => index, [lines]);
  const rangeExtractor = useCallback(
    (range: Range) => {
      const inSight = defaultRangeExtractor(range);
      return active === -1 || inSight.includes(active) ? inSight : [...inSight, active].sort((a, b) => a - b);
    },
    [active],
  );
  const seen = useVirtualizer({
    count: lines.length,
    getScrollElement: () => ref.current,
    estimateSize: (index) => (typeof lines[index] === 'string' ? headingHeight : rowHeight),
    getItemKey,
    rangeExtractor,
    overscan: 2,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: it scrolls when the lines or the choice change, not at each drawing
  useLayoutEffect(() => {
    // The first secret has a heading above it. At the top already, asking where the list is would only cost a layout.
    if (active > 1) seen.scrollToIndex(active, { align: 'auto' });
    else if (seen.scrollOffset !== 0) seen.scrollToOffset(0);
  }, [active, lines]);
  return seen;
}

function secretAt(lines: ListLines['lines'], at: number | null): SecretSummary | null {
  const line = at === null ? undefined : lines[at];
  return line === undefined || typeof line === 'string' ? null : line.secret;
}

/** Whole lines that are in sight. */
function pageOf(list: HTMLElement): number {
  return Math.max(1, Math.floor(list.clientHeight / rowHeight) - 1);
}
