// What about a command deserves a second look, below it, in sentences: the plain ones first, then what warns.
import type { ReactNode } from 'react';
import type { RunAsked } from '../../../app/contract/approval.ts';
import { hiddenStateWords } from '../../../app/contract/hidden-state.ts';
import type { Action, ActionCommand } from '../../../app/contract/run.ts';
import { hiddenCount, visiblePieces } from '../../../app/contract/visible-text.ts';
import { heldWords } from './held-words.ts';
import type { Said } from './said.ts';
import { codes, listed, spaced } from './said.ts';
import { SaidText } from './said-text.tsx';
import { sinceWords } from './since-words.ts';

type NotesProps = Pick<RunAsked, 'action' | 'since' | 'offers' | 'holds'>;

export function CommandNotes({ action, since, offers, holds }: NotesProps) {
  const inner = innerWords(action.commands);
  const hidden = hiddenCharacters(action);
  return (
    <>
      {action.command.kind === 'argv' ? <Note>Each box is one argument. No shell reads them.</Note> : null}
      {inner.length === 0 ? null : <SaidNote lines={inner} />}
      {since === null ? null : <SaidNote lines={[spaced(sinceWords(since, Date.now()))]} />}
      {holds.length === 0 ? null : <SaidNote tone="write" lines={heldWords(holds)} />}
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
      {action.hidden.length === 0 ? null : (
        <Note tone="write">
          {[...new Set(action.hidden.map(({ kind }) => kind))].map((kind) => (
            <p key={kind}>{hiddenStateWords[kind]}</p>
          ))}
          {offers.agentCanChange ? <p>The agent can change what this runs. Once is the safe choice.</p> : null}
        </Note>
      )}
    </>
  );
}

function SaidNote({ tone, lines }: { readonly tone?: 'write'; readonly lines: readonly Said[] }) {
  return (
    <Note tone={tone ?? 'plain'}>
      {lines.map((said, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sentences have no identity but their place
        <p key={at}>
          <SaidText said={said} />
        </p>
      ))}
    </Note>
  );
}

function Note({ tone = 'plain', children }: { readonly tone?: 'plain' | 'write'; readonly children: ReactNode }) {
  return <div className={`command-note command-note--${tone}`}>{children}</div>;
}

/** So much of a command behind wrappers is repeated below the whole of it. */
const repeatedChars = 160;

/** What runs where wrappers hide it, what else is added to it, and the files it writes. */
function innerWords(commands: readonly ActionCommand[]): readonly Said[] {
  return commands.flatMap(({ words, risk, via, appended, writesTo }): readonly Said[] => {
    const whole = words.join(' ');
    const code = whole.length > repeatedChars ? `${risk.verb.join(' ')} …` : whole;
    return [
      ...(via.length === 0
        ? []
        : [['Runs ', { code }, ' through ', ...listed(via.map((each) => ({ code: each }))), '.']]),
      ...(appended
        ? [[{ code: risk.verb.join(' ') }, ' gets more arguments when it runs, which are not shown here.']]
        : []),
      ...(writesTo.length === 0 ? [] : [['Writes ', ...codes(writesTo, 6, (count) => `${count} files`), '.']]),
    ];
  });
}

function hiddenCharacters({ command }: Action): number {
  const parts = command.kind === 'shell' ? [command.line] : command.argv;
  return parts.reduce((sum, part) => sum + hiddenCount(visiblePieces(part)), 0);
}
