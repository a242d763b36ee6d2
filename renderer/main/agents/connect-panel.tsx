// The agents' programs on this computer, each with what can be done about it; and the ways to connect by hand.
import { useState } from 'react';
import type { ConnectAct, ProgramView } from '../../../app/contract/connect.ts';
import { faultMessages } from '../../../app/contract/fault.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, LinkButton } from '../../ui/button.tsx';
import { Notice } from '../../ui/layout.tsx';
import { VisibleText } from '../../ui/visible-text.tsx';
import { useBrokerAt } from '../broker.ts';
import { ConnectByHand } from './connect-by-hand.tsx';
import { ConnectCommands } from './connect-commands.tsx';
import { ConnectDialog } from './connect-dialog.tsx';
import { actWords, stateWords, troubleWords } from './connect-words.ts';
import './connect.css';

interface Doing {
  readonly program: ProgramView;
  readonly act: ConnectAct;
}

export function ConnectPanel() {
  const [looks, setLooks] = useState(0);
  const view = useBrokerAt('connect.view', undefined, looks);
  const [doing, setDoing] = useState<Doing | null>(null);
  const again = () => setLooks((count) => count + 1);
  if (view.kind === 'loading') return <p className="connect-aside">Looking for agents on this computer…</p>;
  if (view.kind === 'failed') return <Notice tone="danger">{faultMessages[view.code]}</Notice>;
  const { programs, node, text, commands } = view.value;
  const found = programs.filter(({ state }) => state !== 'not_found');
  const others = programs.filter(({ state }) => state === 'not_found');
  return (
    <div className="connect">
      {node === null ? <Notice tone="write">{faultMessages.node_missing}</Notice> : null}
      {found.length === 0 ? (
        <p className="connect-aside">None of the agents that Postern knows is installed here.</p>
      ) : null}
      {found.length === 0 ? null : (
        <ul className="card connect-programs">
          {found.map((program) => (
            <ProgramRow key={program.id} program={program} onAct={(act) => setDoing({ program, act })} />
          ))}
        </ul>
      )}
      <div className="connect-more">
        {others.length === 0 ? null : (
          <details>
            <summary>Others</summary>
            <p>
              Postern also knows {listed(others.map(({ name }) => name))}, and did not find{' '}
              {others.length === 1 ? 'it' : 'them'} here: neither on the PATH of your login shell nor by{' '}
              {others.length === 1 ? 'its' : 'their'} settings.
            </p>
          </details>
        )}
        {text === null ? null : <ConnectByHand text={text} />}
        {commands === null ? null : <ConnectCommands view={commands} canInstall={node !== null} onDone={again} />}
        <LinkButton onClick={again}>Look again</LinkButton>
      </div>
      {doing === null ? null : (
        <ConnectDialog
          {...doing}
          onClose={() => {
            setDoing(null);
            again();
          }}
        />
      )}
    </div>
  );
}

function ProgramRow({ program, onAct }: { readonly program: ProgramView; readonly onAct: (act: ConnectAct) => void }) {
  const { name, state, file, may } = program;
  const trouble = troubleWords(program);
  const words = stateWords[state];
  return (
    <li>
      <div className="connect-program">
        <b>{name}</b>
        <code>
          <VisibleText text={file} />
        </code>
        {trouble === null ? null : <small>{trouble}</small>}
      </div>
      <Badge tone={words.tone}>{words.text}</Badge>
      {may.length === 0 ? null : (
        <span className="connect-acts">
          {may.map((act) => (
            <Button
              key={act}
              tone={act === 'disconnect' ? 'plain' : 'primary'}
              aria-label={`${actWords[act]} ${name}`}
              onClick={() => onAct(act)}
            >
              {actWords[act]}…
            </Button>
          ))}
        </span>
      )}
    </li>
  );
}

/** `a, b and c`. */
function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
