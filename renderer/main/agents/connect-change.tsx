// What is about to be done to a program's settings: the lines that come and go, or the commands that will run.
import type { ConnectPlan, DiffLine } from '../../../app/contract/connect.ts';
import { VisibleText } from '../../ui/visible-text.tsx';

export function ConnectChange({ plan, name }: { readonly plan: ConnectPlan; readonly name: string }) {
  const file = (
    <code>
      <VisibleText text={plan.file} />
    </code>
  );
  if (plan.kind === 'command') {
    return (
      <>
        <p>
          {name} has a command of its own for this. It will be run, and changes {file}.
        </p>
        <pre className="connect-lines selectable">
          {plan.lines.map((line) => (
            <div key={line}>
              <VisibleText text={line} />
            </div>
          ))}
        </pre>
      </>
    );
  }
  return (
    <>
      <p>
        {plan.creates ? (
          <>Postern will make this file: {file}</>
        ) : (
          <>Postern will change {file}. A copy of it as it is now stays beside it.</>
        )}
      </p>
      <pre className="connect-lines selectable">
        {plan.lines.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
          <Line key={at} line={line} />
        ))}
      </pre>
    </>
  );
}

const marks = { same: ' ', removed: '−', added: '+' } as const;
const spoken = { same: '', removed: 'Removed: ', added: 'Added: ' } as const;

function Line({ line: { kind, text } }: { readonly line: DiffLine }) {
  // Layout, which everybody expects there, and nothing to be made visible.
  const lead = /^[\t ]*/.exec(text)?.[0] ?? '';
  return (
    <div className={`connect-line connect-line--${kind}`}>
      <span aria-hidden>{marks[kind]}</span>
      <span className="visually-hidden">{spoken[kind]}</span>
      {lead}
      <VisibleText text={text.slice(lead.length)} />
    </div>
  );
}
