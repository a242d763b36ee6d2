// One paired client: its name as it gave it, its state in words, and what can be done about it.
import { Ellipsis, KeyRound, Pause, Play, SlidersHorizontal, Trash2 } from 'lucide-react';
import type { ClientView, PauseReason } from '../../../app/contract/client.ts';
import { limitParts } from '../../../app/contract/limit-words.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { VisibleText } from '../../ui/visible-text.tsx';
import { useAct } from '../acts.tsx';
import { ago, dateOf } from '../times.ts';
import { useNow } from '../use-now.ts';

export function AgentRow({ client, onRemove }: { readonly client: ClientView; readonly onRemove: () => void }) {
  const act = useAct();
  const now = useNow();
  const paused = client.state === 'paused';
  const limits = limitParts(client.limits);
  const seen = client.lastSeenAt === null ? 'never seen since' : `last seen ${ago(client.lastSeenAt, now)}`;
  return (
    <div className="agent-row">
      <div>
        <b>
          <VisibleText text={client.name} />
        </b>{' '}
        <code>{client.id}</code>
        <small>
          connected on {dateOf(client.pairedAt)} · {seen}
        </small>
        <small className="agent-host">
          {client.host === null ? (
            'started by an unknown program'
          ) : (
            <>
              started by <code>{client.host}</code>
            </>
          )}
        </small>
        {limits.length === 0 ? null : <small>limits: {limits.join(' · ')}</small>}
        {client.newKey ? <small>gets its new key when it next connects</small> : null}
        {client.pausedFor === null ? null : <small className="agent-why">{pausedWords[client.pausedFor]}</small>}
        <label className="agent-choice">
          <input
            type="checkbox"
            checked={client.hidesFindings}
            onChange={(event) =>
              act('clients.hideFindings', { id: client.id, hidesFindings: event.currentTarget.checked })
            }
          />
          Also hide what only looks like a secret in output
        </label>
      </div>
      <AgentState client={client} />
      {paused ? (
        <Button icon={Play} onClick={() => act('clients.resume', { id: client.id })}>
          Resume
        </Button>
      ) : (
        <Button icon={Pause} onClick={() => act('clients.pause', { id: client.id })}>
          Pause
        </Button>
      )}
      <Menu
        trigger={
          <button type="button" className="button button--icon" aria-label={`More about ${client.id}`}>
            <Ellipsis size={15} aria-hidden />
          </button>
        }
      >
        <MenuItem icon={SlidersHorizontal} onSelect={() => act('window.open', { kind: 'client', id: client.id })}>
          What it may use…
        </MenuItem>
        {client.newKey ? null : (
          <MenuItem icon={KeyRound} onSelect={() => act('clients.newKey', { id: client.id })}>
            New key
          </MenuItem>
        )}
        <MenuItem icon={Trash2} tone="danger" onSelect={onRemove}>
          Remove…
        </MenuItem>
      </Menu>
    </div>
  );
}

const pausedWords: Readonly<Record<PauseReason, string>> = {
  person: 'You paused it.',
  not_mine: 'You did not ask for what it asked, so it was paused.',
  scans:
    'Postern paused it: it had values of your secrets searched for again and again. Find out why before you resume it.',
  blocked: 'Postern paused it: what it sent held secrets again and again. Find out why before you resume it.',
};

function AgentState({ client }: { readonly client: ClientView }) {
  if (client.state === 'paused') return <Badge tone="write">Paused</Badge>;
  return client.connected ? <Badge tone="good">Connected now</Badge> : <Badge>Not running</Badge>;
}
