// A few secrets picked by name out of many: type a part, pick one, take it out again.
import { X } from 'lucide-react';
import { useState } from 'react';
import type { SecretName } from '../../../app/contract/vocabulary.ts';

interface SecretPickProps {
  readonly names: readonly SecretName[];
  readonly picked: readonly SecretName[];
  readonly onChange: (picked: readonly SecretName[]) => void;
}

/** So many are offered at once. */
const offered = 6;
/** As many as a run may have. */
const most = 32;

export function SecretPick({ names, picked, onChange }: SecretPickProps) {
  const [typed, setTyped] = useState('');
  const part = typed.trim().toLowerCase();
  const found = part === '' ? [] : names.filter((name) => name.toLowerCase().includes(part) && !picked.includes(name));
  const add = (name: SecretName) => {
    onChange([...picked, name]);
    setTyped('');
  };
  return (
    <div className="policy-field">
      <label htmlFor="secret-pick">Secrets</label>
      {picked.length === 0 ? null : (
        <ul className="picked" aria-label="Secrets it would hold">
          {picked.map((name) => (
            <li key={name}>
              {name}
              <button
                type="button"
                aria-label={`Take out ${name}`}
                onClick={() => onChange(picked.filter((each) => each !== name))}
              >
                <X size={12} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      {picked.length >= most ? null : (
        <input
          id="secret-pick"
          value={typed}
          spellCheck={false}
          autoComplete="off"
          placeholder="Part of a name"
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            const [first] = found;
            if (event.key === 'Enter' && first !== undefined) add(first);
          }}
        />
      )}
      {part === '' ? null : (
        <div className="pick-found">
          {found.slice(0, offered).map((name) => (
            <button key={name} type="button" onClick={() => add(name)}>
              {name}
            </button>
          ))}
          <span role="status">{foundWords(found.length)}</span>
        </div>
      )}
    </div>
  );
}

function foundWords(count: number): string {
  if (count === 0) return 'No such secret.';
  return count > offered ? `${count - offered} more` : '';
}
