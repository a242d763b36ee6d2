// Asks before a secret is removed, by its name.
import type { OwnSecretView } from '../../../app/contract/secret.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { useAct } from '../acts.tsx';

export function RemoveSecret({ secret, onClose }: { readonly secret: OwnSecretView; readonly onClose: () => void }) {
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
        Its value is deleted from this vault and cannot be brought back. Agents that ask for it will be told that it
        does not exist. The log keeps its name.
      </p>
    </ConfirmDialog>
  );
}

function shortened(name: string): string {
  return name.length > 32 ? 'it' : name;
}
