// Where to look: suggestions to begin with, folders that the person adds, and none that they took out.
import { File, Folder, FolderDot, FolderPlus, X } from 'lucide-react';
import { useState } from 'react';
import type { FaultCode } from '../../../app/contract/fault.ts';
import { faultCodeOf, faultMessages } from '../../../app/contract/fault.ts';
import type { ScanRoot } from '../../../app/contract/health.ts';
import { Button, IconButton, LinkButton } from '../../ui/button.tsx';
import { Notice, Section } from '../../ui/layout.tsx';
import { useAct } from '../acts.tsx';
import { call, useBrokerAt } from '../broker.ts';
import { rootWords } from './exposure-words.ts';

const icons = { folder: Folder, dotfiles: FolderDot, file: File } as const;

/** `again`: there is a result already. */
export function ExposureRoots({ again }: { readonly again: boolean }) {
  const act = useAct();
  const suggested = useBrokerAt('exposure.roots', undefined, 0);
  const [own, setOwn] = useState<readonly ScanRoot[] | null>(null);
  const [fault, setFault] = useState<FaultCode | null>(null);
  const roots = own ?? (suggested.kind === 'ready' ? suggested.value : []);
  const add = async () => {
    setFault(null);
    try {
      const path = await call('exposure.choose', undefined);
      if (path !== null && !roots.some((root) => root.kind === 'folder' && root.path === path))
        setOwn([...roots, { kind: 'folder', path }]);
    } catch (thrown) {
      setFault(faultCodeOf(thrown));
    }
  };
  return (
    <Section
      title={again ? 'Look again' : 'Look for copies of your secrets'}
      lead="Postern reads these places on this computer and looks for the values in your vault, as they are or encoded, and for text that looks like a secret. It changes no file, and what it finds is shown only here: the file and the line, never the value."
    >
      {fault === null ? null : <Notice tone="danger">{faultMessages[fault]}</Notice>}
      <ul className="card roots">
        {roots.map((root) => (
          <RootRow
            key={`${root.kind} ${root.path}`}
            root={root}
            onRemove={() => setOwn(roots.filter((each) => each !== root))}
          />
        ))}
        {roots.length === 0 && suggested.kind !== 'loading' ? (
          <li className="roots-none">No place is chosen. Add a folder to look in.</li>
        ) : null}
      </ul>
      <div className="roots-actions">
        <Button
          tone="primary"
          disabled={roots.length === 0}
          onClick={() => act('exposure.start', { roots: [...roots] })}
        >
          {again ? 'Look again' : 'Start looking'}
        </Button>
        <Button icon={FolderPlus} onClick={add}>
          Add a folder…
        </Button>
        {own === null ? null : <LinkButton onClick={() => setOwn(null)}>Back to the suggestions</LinkButton>}
      </div>
    </Section>
  );
}

function RootRow({ root, onRemove }: { readonly root: ScanRoot; readonly onRemove: () => void }) {
  const Icon = icons[root.kind];
  return (
    <li>
      <Icon size={15} strokeWidth={1.75} aria-hidden />
      <div>
        <code>{root.path}</code>
        <small>{rootWords[root.kind]}</small>
      </div>
      <IconButton icon={X} label={`Leave out ${root.path}`} onClick={onRemove} />
    </li>
  );
}
