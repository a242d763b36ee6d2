// What becomes of the `.env` file after its import, said as honestly as a disk allows.
import { Choices } from '../choices.tsx';
import { Warning } from '../controls.tsx';

export type Afterwards = 'keep' | 'replace' | 'shred';

interface EnvFileChoiceProps {
  readonly value: Afterwards;
  /** What stood in the file and is not in the vault. */
  readonly left: number;
  readonly onChange: (value: Afterwards) => void;
}

export function EnvFileChoice({ value, left, onChange }: EnvFileChoiceProps) {
  return (
    <>
      <Choices legend="The file still holds the values" value={value} options={options} onChange={onChange} />
      {value === 'keep' ? null : (
        <Warning>
          On most disks copies of the old blocks may remain, and backups keep theirs. What must be gone for sure must be
          revoked where it was issued.
        </Warning>
      )}
      {value === 'shred' && left > 0 ? (
        <Warning tone="danger">
          {left === 1 ? '1 line of the file was' : `${left} lines of the file were`} not imported. What they hold is
          lost with it.
        </Warning>
      ) : null}
    </>
  );
}

const options = [
  { value: 'keep', label: 'Keep it as it is', says: 'Any program of your account, and any agent, can read it there.' },
  {
    value: 'replace',
    label: 'Replace the imported lines by comments that name the secrets',
    says: 'Each becomes a comment that names the secret. All other lines stay.',
  },
  { value: 'shred', label: 'Overwrite and delete it', says: 'All of it, once, with random bytes.' },
] as const;
