// A line of a file that looks like a secret: the way into the vault, and afterwards what is left to do with the line.
import { Copy, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { ExposureFinding } from '../../../app/contract/health.ts';
import { Button } from '../../ui/button.tsx';
import { VisibleText } from '../../ui/visible-text.tsx';
import { useAct } from '../acts.tsx';
import { RemoveSecret } from '../secrets/remove-secret.tsx';
import { fileName } from './exposure-words.ts';

interface ShapeLineProps {
  readonly finding: Extract<ExposureFinding, { kind: 'shape' }>;
}

export function ShapeLine({ finding }: ShapeLineProps) {
  const act = useAct();
  const [undoing, setUndoing] = useState(false);
  const { path, line, rule, what, moved, fixes } = finding;
  const place = { path, line, rule };
  if (moved !== undefined)
    return (
      <li className="exposed-line exposed-line--moved">
        <span>line {line}</span>
        <div>
          is in your vault now, as <code>{moved.name}</code>. The line is still in <VisibleText text={fileName(path)} />
          : put the name in place of the value, or delete the line.
        </div>
        <div className="exposed-acts">
          <Button
            icon={Copy}
            aria-label={`Copy file and line ${line}`}
            onClick={() => act('exposure.copyPlace', { place })}
          >
            Copy file and line
          </Button>
          <Button icon={Undo2} aria-label={`Undo… (line ${line})`} onClick={() => setUndoing(true)}>
            Undo…
          </Button>
        </div>
        {undoing ? <RemoveSecret secret={moved} onClose={() => setUndoing(false)} /> : null}
      </li>
    );
  return (
    <li className="exposed-line">
      <span>line {line}</span>
      <div>looks like a secret that is not in your vault: {what}</div>
      {fixes.includes('import') ? (
        <Button aria-label={`Move it into the vault… (line ${line})`} onClick={() => act('exposure.move', { place })}>
          Move it into the vault…
        </Button>
      ) : null}
    </li>
  );
}
