// What opens the vault: the passphrase, the recovery code, the keychain; and the vault key behind them.
import { useState } from 'react';
import type { KeysView } from '../../../app/contract/keys.ts';
import { call } from '../broker.ts';
import { Button } from '../controls.tsx';
import { useEscape } from '../escape.ts';
import { SaveBackup } from '../restore/save-backup.tsx';
import { WindowHead } from '../window-head.tsx';
import { ChangePassphrase } from './change-passphrase.tsx';
import { hasPassphrase } from './key-words.ts';
import { NewRecovery } from './new-recovery.tsx';
import { Rotate } from './rotate.tsx';
import { WaysIn } from './ways-in.tsx';
import '../desk.css';

type Place = 'overview' | 'passphrase' | 'recovery' | 'ways' | 'rotate' | 'backup';

export function KeysWindow({ keys }: { readonly keys: KeysView }) {
  const [place, setPlace] = useState<Place>('overview');
  const back = () => setPlace('overview');
  // While records are sealed anew nothing else can be changed.
  const at = keys.rotation === null ? place : 'rotate';
  switch (at) {
    case 'passphrase':
      return <ChangePassphrase canRecover={keys.wraps.includes('recovery')} onBack={back} />;
    case 'recovery':
      return <NewRecovery replaces={keys.wraps.includes('recovery')} onBack={back} />;
    case 'ways':
      return <WaysIn keys={keys} onBack={back} />;
    case 'rotate':
      return <Rotate keys={keys} onBack={back} />;
    case 'backup':
      return <SaveBackup onBack={back} />;
    default:
      return <Overview keys={keys} onGo={setPlace} />;
  }
}

function Overview({ keys, onGo }: { readonly keys: KeysView; readonly onGo: (place: Place) => void }) {
  const close = () => call('window.close', undefined);
  useEscape(close);
  const typed = hasPassphrase(keys);
  const recovery = keys.wraps.includes('recovery');
  return (
    <>
      <WindowHead title="Keys and recovery">What opens your vault, and how to change it.</WindowHead>
      <div className="body">
        <ul className="desk-rows">
          <Row
            name="Passphrase"
            says={typed ? 'Only you know it. Nobody can tell it to you again.' : 'This vault has none.'}
            does={typed ? 'Change…' : null}
            onGo={() => onGo('passphrase')}
          />
          <Row
            name="Recovery code"
            says={
              recovery ? 'There is one. A new one makes it useless.' : 'There is none. A lost passphrase is final then.'
            }
            does={recovery ? 'Replace…' : 'Make one…'}
            onGo={() => onGo('recovery')}
          />
          <Row
            name="Ways to unlock"
            says={keys.keychain === 'absent' ? 'By the passphrase.' : 'By the passphrase, the keychain, or both.'}
            does="Choose…"
            onGo={() => onGo('ways')}
          />
          <Row
            name="Vault key"
            says={`It seals every secret. It is number ${keys.keyVersion} of this vault.`}
            does="Rotate…"
            onGo={() => onGo('rotate')}
          />
          <Row
            name="Backup"
            says="A sealed copy of everything, in one file."
            does="Save…"
            onGo={() => onGo('backup')}
          />
        </ul>
        <footer>
          <Button onClick={close}>Close</Button>
        </footer>
      </div>
    </>
  );
}

interface RowProps {
  readonly name: string;
  readonly says: string;
  /** null: there is nothing to do about it. */
  readonly does: string | null;
  readonly onGo: () => void;
}

function Row({ name, says, does, onGo }: RowProps) {
  return (
    <li className="desk-row">
      <span>
        <b>{name}</b>
        <small>{says}</small>
      </span>
      {does === null ? null : (
        <Button aria-label={`${name}: ${does}`} onClick={onGo}>
          {does}
        </Button>
      )}
    </li>
  );
}
