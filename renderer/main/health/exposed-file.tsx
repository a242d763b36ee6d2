// One file with copies of secrets: each line with what it holds in words, and the fixes that can be begun from here.
import { FolderOpen } from 'lucide-react';
import type { ExposureFinding } from '../../../app/contract/health.ts';
import type { RecordId, SecretName } from '../../../app/contract/vocabulary.ts';
import { Button } from '../../ui/button.tsx';
import { VisibleText } from '../../ui/visible-text.tsx';
import { useAct } from '../acts.tsx';
import { counted } from '../times.ts';
import type { FileFindings } from './exposure-words.ts';
import { ShapeLine } from './shape-line.tsx';

const shownAtOnce = 12;

interface ExposedFileProps {
  readonly file: FileFindings;
  readonly ids: ReadonlyMap<SecretName, RecordId>;
}

export function ExposedFile({ file: { path, findings }, ids }: ExposedFileProps) {
  const act = useAct();
  const left = findings.length - shownAtOnce;
  return (
    <li className="card exposed-file">
      <header>
        <code>
          <VisibleText text={path} />
        </code>
        <Button
          icon={FolderOpen}
          aria-label={`Show ${path} in its folder`}
          onClick={() => act('exposure.showFile', { path })}
        >
          Show in folder
        </Button>
      </header>
      <ul>
        {findings
          .slice(0, shownAtOnce)
          .map((finding) =>
            finding.kind === 'shape' ? (
              <ShapeLine key={keyOf(finding)} finding={finding} />
            ) : (
              <ValueLine key={keyOf(finding)} finding={finding} id={ids.get(finding.secret)} />
            ),
          )}
      </ul>
      {left <= 0 ? null : <p>and {counted(left, 'further line')}</p>}
    </li>
  );
}

interface ValueLineProps {
  readonly finding: Extract<ExposureFinding, { kind: 'vault' }>;
  /** The secret's window is opened by it; undefined: it is gone. */
  readonly id: RecordId | undefined;
}

function ValueLine({ finding, id }: ValueLineProps) {
  const act = useAct();
  return (
    <li className="exposed-line">
      <span>line {finding.line}</span>
      <div>
        holds <code>{finding.secret}</code> ({finding.field}){finding.form === 'encoded' ? ', encoded' : ''}
      </div>
      {id !== undefined && finding.fixes.includes('rotate') ? (
        <Button onClick={() => act('window.open', { kind: 'secret', id })}>New value…</Button>
      ) : null}
    </li>
  );
}

function keyOf(finding: ExposureFinding): string {
  const what = finding.kind === 'vault' ? `${finding.secret} ${finding.field} ${finding.form}` : finding.rule;
  return `${finding.line} ${what}`;
}
