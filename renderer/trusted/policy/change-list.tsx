// The difference between two policies, line by line: what kind of change by word and shape, and what makes it looser.
import type { PolicyChange } from '../../../app/contract/policy.ts';
import { VisibleText } from '../visible-text.tsx';
import { kindMarks } from './policy-words.ts';

export function ChangeList({ changes }: { readonly changes: readonly PolicyChange[] }) {
  if (changes.length === 0) {
    return <p className="lead">It decides the same as before. Only how it is written differs.</p>;
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section className="policy-changes" aria-label="What changes" tabIndex={0}>
      <ol>
        {changes.map(({ kind, says, looser }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
          <li key={at} className={looser ? 'policy-change policy-change--looser' : 'policy-change'}>
            <span className="policy-mark" aria-hidden>
              {kindMarks[kind].shape}
            </span>
            <div>
              <b>{kindMarks[kind].word}</b> <VisibleText text={says} prose />
              {looser ? <small>Lets more happen without a question.</small> : null}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
