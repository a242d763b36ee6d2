// What Postern runs on, and what it cannot protect from.
import type { AppState } from '../../../app/contract/ipc.ts';
import { Badge } from '../../ui/badge.tsx';
import { Fact, Facts, Notice, Page, Section } from '../../ui/layout.tsx';
import { call } from '../broker.ts';
import { Limits } from './limits.tsx';
import './settings.css';

export function SettingsPage({ state }: { readonly state: AppState }) {
  return (
    <Page title="Settings">
      {state.oldElectron ? (
        <Notice tone="write">
          <b>This Electron is old.</b> Postern runs on version {state.electronVersion}, which gets no security fixes any
          more. It serves for trying Postern out. Before you keep real secrets here, run Postern with the current
          Electron.
        </Notice>
      ) : null}
      <Section title="About">
        <Facts>
          <Fact name="Postern">{state.version}</Fact>
          <Fact name="Electron">
            {state.electronVersion} {state.oldElectron ? <Badge tone="write">old</Badge> : null}
          </Fact>
          <Fact name="Keychain">
            <Keychain state={state.keychain} />
          </Fact>
          <Fact name="Keys">
            <ul className="keys">
              {keys.map(([key, does]) => (
                <li key={key}>
                  <kbd>{key}</kbd> {does}
                </li>
              ))}
            </ul>
          </Fact>
        </Facts>
      </Section>
      <Section title="Start">
        <label className="start-choice">
          <input
            type="checkbox"
            checked={state.agentsMayStart}
            onChange={(event) => void call('start.allow', { allowed: event.target.checked })}
          />
          <span>
            <b>Agents may start Postern</b> when it is not running. It starts locked, and only you can unlock it.
          </span>
        </label>
      </Section>
      <Section title="What Postern cannot protect from">
        <Limits />
      </Section>
    </Page>
  );
}

const keys = [
  ['Ctrl 1–5', 'go to a page'],
  ['/', 'search the secrets'],
  ['Ctrl N', 'add a secret'],
  ['Ctrl L', 'lock now'],
] as const;

function Keychain({ state }: { readonly state: AppState['keychain'] }) {
  switch (state) {
    case 'ready':
      return 'Ready. It can hold one half of the key to your vault.';
    case 'locked':
      return 'Locked. Unlock it if your vault was made with it.';
    case 'absent':
      return 'None that Postern can reach. The passphrase alone opens the vault.';
  }
}
