// The hero of the window: the command, every character of it, where it runs, and what about it deserves a second look.
import type { ReactNode } from 'react';
import { memo, useLayoutEffect, useRef, useState } from 'react';
import type { Action } from '../../app/contract/run.ts';
import { hiddenCount, visiblePieces } from '../../app/contract/visible-text.ts';
import { lastPart, underHome } from './paths.ts';
import { VisibleText } from './visible-text.tsx';
import './command-view.css';

/** Drawn anew only for another action: the countdown beside it ticks every second. */
export const CommandView = memo(function CommandView({ action, home }: CommandViewProps) {
  const { command } = action;
  const env = action.secrets.flatMap((secret) => secret.env ?? []);
  const parts = command.kind === 'shell' ? [command.line] : command.argv;
  const hidden = parts.reduce((sum, part) => sum + hiddenCount(visiblePieces(part)), 0);
  return (
    <div className="command">
      <div className="command-where">
        <span>in</span>
        <b>
          <VisibleText text={underHome(action.cwd, home)} />
        </b>
        <span>{command.kind === 'shell' ? lastPart(command.shell) : 'no shell'}</span>
      </div>
      <Scrolled label="The command">
        {command.kind === 'shell' ? (
          <VisibleText text={command.line} env={env} />
        ) : (
          command.argv.map((word, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an argument has no identity but its place
            <span key={at} className="argument">
              {word === '' ? <i>empty</i> : <VisibleText text={word} env={env} />}
            </span>
          ))
        )}
      </Scrolled>
      {command.kind === 'argv' ? <Note>Each box is one argument. No shell reads them.</Note> : null}
      {hidden === 0 ? null : (
        <Note tone="write">
          {hidden === 1
            ? '1 character is hidden or imitates another. It is shown as a code.'
            : `${hidden} characters are hidden or imitate others. They are shown as codes.`}
        </Note>
      )}
      {action.parsed ? null : (
        <Note tone="write">
          Postern could not read this command whole, so it cannot tell every program that it starts.
        </Note>
      )}
    </div>
  );
});

interface CommandViewProps {
  readonly action: Action;
  readonly home: string;
}

function Note({ tone = 'plain', children }: { readonly tone?: 'plain' | 'write'; readonly children: ReactNode }) {
  return <div className={`command-note command-note--${tone}`}>{children}</div>;
}

/** Text of any length in little room: all of it can be reached, and it says so when there is more below. */
export function Scrolled({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const box = useRef<HTMLElement>(null);
  const [below, setBelow] = useState(0);
  const measure = () => {
    const element = box.current;
    if (element === null) return;
    const hidden = element.scrollHeight - element.clientHeight - element.scrollTop;
    setBelow(hidden < 6 ? 0 : Math.ceil(hidden / 21));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured again whenever it is drawn anew
  useLayoutEffect(measure, [children]);
  return (
    <div className="scrolled">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section ref={box} className="scrolled-text mono" aria-label={label} tabIndex={0} onScroll={measure}>
        {children}
      </section>
      {below === 0 ? null : (
        <button
          type="button"
          className="scrolled-more"
          onClick={() => box.current?.scrollBy({ top: (box.current.clientHeight * 4) / 5 })}
        >
          {below} more {below === 1 ? 'line' : 'lines'} below
        </button>
      )}
    </div>
  );
}
