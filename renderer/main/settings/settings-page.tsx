// What the person may set, read only here: each change is made in a trusted window. SECURITY P7.
import type { AppState } from '../../../app/contract/main-channels.ts';
import { Badge } from '../../ui/badge.tsx';
import { Fact, Facts, Notice, Page, Section } from '../../ui/layout.tsx';
import { useAct } from '../acts.tsx';
import { Backups } from './backups.tsx';
import { GatewayDoor } from './gateway-door.tsx';
import { ImportExport } from './import-export.tsx';
import { Keys } from './keys.tsx';
import { Limits } from './limits.tsx';
import { Locking } from './locking.tsx';
import './settings.css';

export function SettingsPage({ state }: { readonly state: AppState }) {
  const vault = state.session.state;
  return (
    <Page title="Settings">
      {state.oldElectron ? (
        <Notice tone="write">
          <b>This Electron is old.</b> Postern runs on version {state.electronVersion}, which gets no security fixes any
          more. It serves for trying Postern out. Before you keep real secrets here, run Postern with the current
          Electron.
        </Notice>
      ) : null}
      {vault === 'empty' ? null : (
        <>
          <Locking settings={state.settings} />
          <GatewayDoor settings={state.settings} />
          <Keys wraps={state.wraps} isUnlocked={vault === 'unlocked'} />
          <Backups backup={state.backup} folder={state.backupFolder} isUnlocked={vault === 'unlocked'} />
          <ImportExport isUnlocked={vault === 'unlocked'} />
        </>
      )}
      <Start isAllowed={state.agentsMayStart} />
      <About state={state} />
      <Section title="What Postern cannot protect from">
        <Limits />
      </Section>
    </Page>
  );
}

function Start({ isAllowed }: { readonly isAllowed: boolean }) {
  const act = useAct();
  return (
    <Section title="Start">
      <label className="card start-choice">
        <input
          type="checkbox"
          checked={isAllowed}
          onChange={(event) => act('start.allow', { allowed: event.target.checked })}
        />
        <span>
          <b>Agents may start Postern</b>
          <small>
            When it is not running and an agent asks for a secret. It starts locked, and only you can unlock it.
          </small>
        </span>
      </label>
    </Section>
  );
}

function About({ state }: { readonly state: AppState }) {
  return (
    <Section title="About">
      <Facts>
        <Fact name="Postern">{state.version}</Fact>
        <Fact name="Electron">
          {state.electronVersion} {state.oldElectron ? <Badge tone="write">old</Badge> : null}
        </Fact>
        <Fact name="Keychain">{keychainWords[state.keychain]}</Fact>
        <Fact name="Keyboard">
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
  );
}

const keys = [
  ['Ctrl 1–8', 'go to a page'],
  ['/', 'search the secrets'],
  ['Ctrl N', 'add a secret'],
  ['Ctrl L', 'lock now'],
  ['↑ ↓', 'move in the list'],
  ['Enter', 'go to the details'],
  ['Esc', 'go back'],
  ['Del', 'remove a secret'],
] as const;

const keychainWords: Readonly<Record<AppState['keychain'], string>> = {
  ready: 'Ready. It can hold one half of the key to your vault.',
  locked: 'Locked. Unlock it if your vault was made with it.',
  absent: 'None that Postern can reach. The passphrase alone opens the vault.',
};
