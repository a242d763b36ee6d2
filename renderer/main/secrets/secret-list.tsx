// The list: one Tab stop, keys inside. Only the lines in sight exist, and the chosen one, so that it can be pointed at and read out.
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import type { KeyboardEvent, RefObject } from 'react';
import { useCallback, useLayoutEffect } from 'react';
import type { SecretSummary } from '../../../app/contract/secret.ts';
import type { ListItem } from './list-items.ts';
import { SecretRow } from './secret-row.tsx';

/** Heights in CSS pixels; secrets.css has the same. */
const headingHeight = 30;
const rowHeight = 52;

interface SecretListProps {
  readonly items: readonly ListItem[];
  readonly count: number;
  readonly chosen: string | null;
  readonly now: number;
  readonly onChoose: (id: string) => void;
  readonly onEnter: () => void;
  readonly onEscape: () => void;
  readonly onRemove: (secret: SecretSummary) => void;
  readonly ref: RefObject<HTMLDivElement | null>;
}

export function SecretList({ items, count, chosen, now, onChoose, onEnter, onEscape, onRemove, ref }: SecretListProps) {
  const active = items.findIndex((item) => item.kind === 'secret' && item.secret.id === chosen);
  const lines = useLines(items, active, ref);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const current = items[active];
    const next = items[stepFrom(items, active, event.key, pageOf(event.currentTarget))];
    if (next?.kind === 'secret') onChoose(next.secret.id);
    else if (event.key === 'Enter') onEnter();
    else if (event.key === 'Escape') onEscape();
    else if (event.key === 'Delete' && current?.kind === 'secret') onRemove(current.secret);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={ref}
      className="secret-list"
      role="listbox"
      aria-label="Secrets"
      aria-activedescendant={active === -1 ? undefined : `secret-${chosen}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className="secret-lines" role="presentation" style={{ height: lines.getTotalSize() }}>
        {lines.getVirtualItems().map(({ index, key, start }) => {
          const item = items[index];
          if (item === undefined) return null;
          return item.kind === 'heading' ? (
            <div key={key} className="secret-group" role="presentation" style={{ transform: `translateY(${start}px)` }}>
              {item.title}
            </div>
          ) : (
            <SecretRow
              key={key}
              {...{ secret: item.secret, place: item.place, count, start, now, onChoose }}
              on={index === active}
            />
          );
        })}
      </div>
    </div>
  );
}

function useLines(items: readonly ListItem[], active: number, ref: RefObject<HTMLDivElement | null>) {
  // Its identity tells the virtualizer that the lines are others than before, even when there are as many.
  const getItemKey = useCallback((index: number) => keyOf(items[index]), [items]);
  const rangeExtractor = useCallback(
    (range: Range) => {
      const seen = defaultRangeExtractor(range);
      return active === -1 || seen.includes(active) ? seen : [...seen, active].sort((a, b) => a - b);
    },
    [active],
  );
  const lines = useVirtualizer({
    count: items.length,
    getScrollElement: () => ref.current,
    estimateSize: (index) => (items[index]?.kind === 'heading' ? headingHeight : rowHeight),
    getItemKey,
    rangeExtractor,
    overscan: 4,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: it scrolls when the lines or the choice change, not at each drawing
  useLayoutEffect(() => {
    // The first secret has a heading above it.
    if (active <= 1) lines.scrollToOffset(0);
    else lines.scrollToIndex(active, { align: 'auto' });
  }, [active, items]);
  return lines;
}

function keyOf(item: ListItem | undefined): string {
  if (item === undefined) return '';
  return item.kind === 'heading' ? `/${item.title}` : item.secret.id;
}

/** Whole lines that are in sight. */
function pageOf(list: HTMLElement): number {
  return Math.max(1, Math.floor(list.clientHeight / rowHeight) - 1);
}

/** Where the key leads, never onto a heading; −1: it does not move. */
function stepFrom(items: readonly ListItem[], active: number, key: string, page: number): number {
  const last = items.length - 1;
  const toSecret = (index: number, step: 1 | -1): number => {
    const bounded = Math.min(Math.max(index, 1), last);
    return items[bounded]?.kind === 'heading' ? bounded + step : bounded;
  };
  switch (key) {
    case 'ArrowDown':
      return toSecret(active + 1, 1);
    case 'ArrowUp':
      return active <= 1 ? active : toSecret(active - 1, -1);
    case 'PageDown':
      return toSecret(active + page, 1);
    case 'PageUp':
      return toSecret(active - page, active - page <= 1 ? 1 : -1);
    case 'Home':
      return toSecret(0, 1);
    case 'End':
      return toSecret(last, -1);
    default:
      return -1;
  }
}
