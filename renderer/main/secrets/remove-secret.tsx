// Asks before a secret is removed, by its name.
import type { RecordId, SecretName } from '../../../app/contract/vocabulary.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { useAct } from '../acts.tsx';

interface RemoveSecretProps {
  readonly secret: { readonly id: RecordId; readonly name: SecretName };
  readonly onClose: () => void;
}

export function RemoveSecret({ secret, onClose }: RemoveSecretProps) {
  const act = useAct();
  const remove = async () => {
    await act('secrets.remove', { id: secret.id });
    onClose();
  };
  return (
    <ConfirmDialog
      title={<>Remove {secret.name}?</>}
      does={`Remove ${shortened(secret.name)}`}
      onConfirm={remove}
      onClose={onClose}
    >
      <p>
        Its values and their older versions are deleted from this vault. Only a backup can bring them back. Agents that
        ask for it will be told that it does not exist. The log keeps its name.
      </p>
    </ConfirmDialog>
  );
}

function shortened(name: string): string {
  return name.length > 32 ? 'it' : name;
}
