// The policy as text: a plain editor that says what is wrong while one types, and where. SECURITY P9: it can only propose.
import { useEffect, useMemo, useRef, useState } from 'react';
import type { FaultCode } from '../../../app/contract/fault.ts';
import { faultCodeOf, faultMessages } from '../../../app/contract/fault.ts';
import type { PolicyProblem, PolicyView } from '../../../app/contract/policy.ts';
import { policyLimits } from '../../../app/contract/policy.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/layout.tsx';
import { useAct } from '../acts.tsx';
import { call } from '../broker.ts';
import { counted } from '../times.ts';
import { Problems } from './problems.tsx';
import { lineOfRule } from './rule-text.ts';
import { lineNumbers, placeIn } from './text-places.ts';
import type { PolicyDraft } from './use-policy-draft.ts';
import { useSettled } from './use-settled.ts';
import './policy-editor.css';

interface PolicyEditorProps {
  readonly policy: PolicyView;
  readonly draft: PolicyDraft;
  /** A rule to begin at; null: the beginning. */
  readonly sought: string | null;
}

export function PolicyEditor({ policy, draft, sought }: PolicyEditorProps) {
  const act = useAct();
  const area = useRef<HTMLTextAreaElement>(null);
  const text = draft.text ?? policy.text;
  const changed = text !== policy.text;
  const checked = useChecked(text, changed);
  const wrong = checked.kind === 'checked' ? checked.problems : [];
  const ready = changed && checked.kind === 'checked' && wrong.length === 0;
  const go = ({ line, column }: PolicyProblem) => {
    if (area.current !== null) showPlace(area.current, line, column);
  };
  useEffect(() => {
    const element = area.current;
    const line = sought === null || element === null ? null : lineOfRule(element.value, sought);
    if (line !== null && element !== null) showPlace(element, line, 1);
  }, [sought]);
  return (
    <section className="policy-editor" aria-label="The policy as text">
      <Area text={text} area={area} onChange={draft.change} />
      {checked.kind === 'failed' ? <Notice tone="danger">{faultMessages[checked.code]}</Notice> : null}
      {wrong.length === 0 ? null : <Problems problems={wrong} onGo={go} />}
      <div className="policy-editor-acts">
        <span role="status">{standing(changed, checked)}</span>
        <Button disabled={!changed} onClick={() => draft.change(null)}>
          Undo all edits
        </Button>
        <Button tone="primary" disabled={!ready} onClick={() => act('policy.propose', { text })}>
          Review changes…
        </Button>
      </div>
    </section>
  );
}

function showPlace(area: HTMLTextAreaElement, line: number, column: number) {
  const { from, to } = placeIn(area.value, line, column);
  area.focus();
  area.setSelectionRange(from, to);
  const lineHeight = Number.parseFloat(getComputedStyle(area).lineHeight);
  area.scrollTop = Math.max(0, (line - 1) * lineHeight - area.clientHeight / 2);
}

interface AreaProps {
  readonly text: string;
  readonly area: React.RefObject<HTMLTextAreaElement | null>;
  readonly onChange: (text: string) => void;
}

/** Numbers beside it, which scroll along. */
function Area({ text, area, onChange }: AreaProps) {
  const gutter = useRef<HTMLPreElement>(null);
  const numbers = useMemo(() => lineNumbers(text), [text]);
  const follow = () => {
    if (gutter.current !== null && area.current !== null) gutter.current.scrollTop = area.current.scrollTop;
  };
  return (
    <div className="policy-area">
      <pre ref={gutter} aria-hidden>
        {numbers}
      </pre>
      <textarea
        ref={area}
        className="mono"
        aria-label="policy.yaml"
        value={text}
        wrap="off"
        spellCheck={false}
        autoComplete="off"
        maxLength={policyLimits.fileBytes}
        onScroll={follow}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}

type Checked =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'checked'; readonly problems: readonly PolicyProblem[] }
  | { readonly kind: 'failed'; readonly code: FaultCode };

/** What is in force needs no check. Until a newer text was checked it is not known what is wrong with it. */
function useChecked(text: string, changed: boolean): Checked {
  const settled = useSettled(text);
  const [result, setResult] = useState<{ readonly of: string; readonly checked: Checked } | null>(null);
  useEffect(() => {
    if (!changed) return;
    let isOver = false;
    const settle = (checked: Checked) => {
      if (!isOver) setResult({ of: settled, checked });
    };
    call('policy.check', { text: settled }).then(
      (problems) => settle({ kind: 'checked', problems }),
      (thrown: unknown) => settle({ kind: 'failed', code: faultCodeOf(thrown) }),
    );
    return () => {
      isOver = true;
    };
  }, [settled, changed]);
  if (!changed) return { kind: 'checked', problems: [] };
  return result?.of === text ? result.checked : { kind: 'waiting' };
}

function standing(changed: boolean, checked: Checked): string {
  if (!changed) return 'This is in force.';
  switch (checked.kind) {
    case 'waiting':
      return 'Checking…';
    case 'failed':
      return 'Not checked.';
    case 'checked':
      return checked.problems.length === 0
        ? 'Changed, not in force yet.'
        : `${counted(checked.problems.length, 'problem')} to mend first.`;
  }
}
