// The commands `postern` and `postern-mcp` for a terminal, put into ~/.local/bin and taken out again.
import type { CommandsView } from '../../../app/contract/connect.ts';
import { Button } from '../../ui/button.tsx';
import { useAct } from '../acts.tsx';

interface ConnectCommandsProps {
  readonly view: NonNullable<CommandsView>;
  /** There is a Node to run them. */
  readonly canInstall: boolean;
  readonly onDone: () => void;
}

export function ConnectCommands({ view: { folder, onPath, commands }, canInstall, onDone }: ConnectCommandsProps) {
  const act = useAct();
  const write = async (which: 'install' | 'remove') => {
    if (await act('connect.commands', { act: which })) onDone();
  };
  const is = (...states: string[]) => commands.some(({ state }) => states.includes(state));
  const foreign = commands.filter(({ state }) => state === 'foreign').map(({ name }) => name);
  return (
    <details>
      <summary>In the terminal</summary>
      <p>
        The commands <code>postern</code> and <code>postern-mcp</code>: two small scripts in <code>{folder}</code> that
        start Postern’s own file with your Node. {is('ours') && !is('absent', 'stale') ? 'They are installed.' : null}
        {is('stale') ? 'They start an older Node or Postern; install them again.' : null}
      </p>
      {onPath ? null : (
        <p>
          <code>{folder}</code> is not on the PATH of your login shell. Add it there to use them by name.
        </p>
      )}
      {foreign.length === 0 ? (
        <div className="connect-buttons">
          {is('absent', 'stale') ? (
            <Button disabled={!canInstall} onClick={() => write('install')}>
              Install the commands
            </Button>
          ) : null}
          {is('ours', 'stale') ? <Button onClick={() => write('remove')}>Remove the commands</Button> : null}
        </div>
      ) : (
        <p>
          There is another <code>{foreign.join(', ')}</code> already, which is not ours. It is left alone.
        </p>
      )}
    </details>
  );
}
