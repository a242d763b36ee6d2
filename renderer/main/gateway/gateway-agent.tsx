// One agent of the gateway: its name and purpose in its own words, what it may do, its tokens, and what can be done about it.
import { Ellipsis, KeyRound, Pause, Play, SlidersHorizontal, Trash2 } from 'lucide-react';
import type { AgentView, ProviderSummary, TokenView } from '../../../app/contract/gateway.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { VisibleText } from '../../ui/visible-text.tsx';
import { useAct } from '../acts.tsx';
import { ago, counted, dateOf } from '../times.ts';
import { paceWords, pausedWords, scopeLines, tokenWords } from './gateway-words.ts';

interface GatewayAgentProps {
  readonly agent: AgentView;
  readonly providers: readonly ProviderSummary[];
  readonly now: number;
  readonly onRemove: () => void;
}

export function GatewayAgent({ agent, providers, now, onRemove }: GatewayAgentProps) {
  const act = useAct();
  const { id, name, purpose, limits, tokens } = agent;
  const pace = paceWords(limits);
  const seen = agent.lastSeenAt === null ? 'never seen since' : `last seen ${ago(agent.lastSeenAt, now)}`;
  return (
    <div className="gateway-agent">
      <div className="gateway-row">
        <div>
          <b>
            <VisibleText text={name} />
          </b>{' '}
          <code>{id}</code>
          {purpose === '' ? null : (
            <small>
              says: <VisibleText text={purpose} prose />
            </small>
          )}
          <small>
            let in on {dateOf(agent.registeredAt)} · {seen}
          </small>
          {agent.pausedFor === null ? null : <small className="gateway-why">{pausedWords[agent.pausedFor]}</small>}
        </div>
        <State agent={agent} />
        {agent.state === 'paused' ? (
          <Button icon={Play} onClick={() => act('gateway.resumeAgent', { id })}>
            Resume
          </Button>
        ) : (
          <Button icon={Pause} onClick={() => act('gateway.pauseAgent', { id })}>
            Pause
          </Button>
        )}
        <Menu
          trigger={
            <button type="button" className="button button--icon" aria-label={`More about ${id}`}>
              <Ellipsis size={15} aria-hidden />
            </button>
          }
        >
          <MenuItem icon={SlidersHorizontal} onSelect={() => act('window.open', { kind: 'agent', id })}>
            What it may call…
          </MenuItem>
          {tokens.length === 0 ? null : (
            <MenuItem icon={KeyRound} onSelect={() => act('gateway.revokeTokens', { agent: id })}>
              Revoke its tokens
            </MenuItem>
          )}
          <MenuItem icon={Trash2} tone="danger" onSelect={onRemove}>
            Remove…
          </MenuItem>
        </Menu>
      </div>
      <ul className="gateway-scopes" aria-label="What it may do">
        {scopeLines(limits.scopes, providers).map(({ scope, says }) => (
          <li key={scope}>
            {says} <code>{scope}</code>
          </li>
        ))}
        {pace === null ? null : <li>{pace}</li>}
      </ul>
      {tokens.length === 0 ? null : <Tokens tokens={tokens} now={now} />}
    </div>
  );
}

function Tokens({ tokens, now }: { readonly tokens: readonly TokenView[]; readonly now: number }) {
  const act = useAct();
  return (
    <ul className="gateway-tokens" aria-label="Tokens">
      {tokens.map((token) => (
        <li key={token.id}>
          <span>
            <code>{token.id.slice(0, 8)}</code> {tokenWords(token, now)}
          </span>
          <Button
            aria-label={`Revoke the token ${token.id.slice(0, 8)}`}
            onClick={() => act('gateway.revokeToken', { id: token.id })}
          >
            Revoke
          </Button>
        </li>
      ))}
    </ul>
  );
}

function State({ agent: { state, tokens } }: { readonly agent: AgentView }) {
  if (state === 'paused') return <Badge tone="write">Paused</Badge>;
  if (tokens.length === 0) return <Badge>No token now</Badge>;
  return <Badge tone="good">{counted(tokens.length, 'token')}</Badge>;
}
