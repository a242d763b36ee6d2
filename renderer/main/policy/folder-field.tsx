// A folder, typed or chosen in the system's dialog.
import { Button } from '../../ui/button.tsx';
import { call } from '../broker.ts';

interface FolderFieldProps {
  readonly id: string;
  readonly value: string;
  /** In characters. */
  readonly longest: number;
  readonly placeholder: string;
  readonly onChange: (folder: string) => void;
}

export function FolderField({ id, value, longest, placeholder, onChange }: FolderFieldProps) {
  const choose = async () => {
    const folder = await call('exposure.choose', undefined).catch(() => null);
    if (folder !== null) onChange(folder);
  };
  return (
    <>
      <label htmlFor={id}>Folder</label>
      <div className="policy-folder">
        <input
          id={id}
          className="mono"
          value={value}
          maxLength={longest}
          spellCheck={false}
          placeholder={placeholder}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        <Button onClick={choose}>Choose…</Button>
      </div>
    </>
  );
}
