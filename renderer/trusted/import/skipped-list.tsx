// What in the source does not become a secret, each with the reason.
import type { SkippedItem } from '../../../app/contract/import.ts';
import { LongList } from '../long-list.tsx';
import { VisibleText } from '../visible-text.tsx';
import { skipWords } from './import-words.ts';

interface SkippedListProps {
  readonly skipped: readonly SkippedItem[];
  readonly height: number;
}

export function SkippedList({ skipped, height }: SkippedListProps) {
  const numbered = skipped.map((item, at) => ({ ...item, at }));
  return (
    <LongList label="What is not taken" items={numbered} rowHeight={44} height={height} keyOf={({ at }) => at}>
      {({ from, why }) => (
        <div className="skipped-row" title={from}>
          <b>
            <VisibleText text={from} />
          </b>
          <small>{skipWords[why]}</small>
        </div>
      )}
    </LongList>
  );
}
