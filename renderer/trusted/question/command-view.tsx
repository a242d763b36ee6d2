// The hero of the window: the command, every character of it, where it runs, and what about it deserves a second look.
import { memo } from 'react';
import type { RunAsked, SinceLast } from '../../../app/contract/approval.ts';
import type { Action } from '../../../app/contract/run.ts';
import { shellWords } from '../../../app/contract/shell-name.ts';
import { VisibleText } from '../visible-text.tsx';
import { CommandNotes } from './command-notes.tsx';
import { FolderWords } from './folder-words.tsx';
import { codes } from './said.ts';
import { SaidText } from './said-text.tsx';
import { Scrolled } from './scrolled.tsx';
import './command-view.css';

type CommandViewProps = Pick<RunAsked, 'action' | 'since' | 'offers' | 'holds'> & { readonly home: string };

/** Drawn anew only for another action: the countdown beside it ticks every second. */
export const CommandView = memo(function CommandView({ action, since, offers, holds, home }: CommandViewProps) {
  return (
    <div className="command">
      <CommandWhere action={action} home={home} />
      <Scrolled label="The command">
        <CommandText action={action} marks={since?.marks} />
      </Scrolled>
      <CommandNotes action={action} since={since} offers={offers} holds={holds} />
    </div>
  );
});

/** The characters of the command alone. */
export function CommandText({
  action,
  marks = [],
}: {
  readonly action: Action;
  readonly marks?: SinceLast['marks'] | undefined;
}) {
  const { command } = action;
  const env = action.secrets.flatMap((secret) => secret.env ?? []);
  const freshIn = (part: number) => marks.filter((mark) => mark.part === part);
  if (command.kind === 'shell') return <VisibleText text={command.line} env={env} fresh={freshIn(0)} />;
  return command.argv.map((word, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: an argument has no identity but its place
    <span key={at} className="argument">
      {word === '' ? <i>empty</i> : <VisibleText text={word} env={env} fresh={freshIn(at)} />}
    </span>
  ));
}

export function CommandWhere({ action, home }: { readonly action: Action; readonly home: string }) {
  const { command, cwd, project, hosts } = action;
  return (
    <div className="command-where">
      <div>
        <FolderWords cwd={cwd} project={project} home={home} />
        {hosts.length === 0 ? null : (
          <div>
            talks to <SaidText said={codes(hosts, 6, (count) => `${count} hosts`)} />
          </div>
        )}
      </div>
      <span>{command.kind === 'shell' ? shellWords(command.shell) : 'no shell'}</span>
    </div>
  );
}
