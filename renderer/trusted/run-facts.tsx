// What else belongs to a run: what will be started, its input, its PATH.
import { memo, useState } from 'react';
import type { Action, ActionFile } from '../../app/contract/run.ts';
import { Scrolled } from './command-view.tsx';
import { Button, Fold } from './controls.tsx';
import { durationWords, sizeWords, underHome } from './paths.ts';
import { VisibleText } from './visible-text.tsx';

export const RunFacts = memo(function RunFacts({ action, home }: RunFactsProps) {
  const files = action.executables.length + action.scripts.length;
  return (
    <div className="run-facts">
      {action.stdin === null ? null : (
        <Fold summary={`Input it will read (${sizeWords(action.stdin)})`}>
          <PagedText text={action.stdin} />
        </Fold>
      )}
      {action.pathDiffers ? (
        <Fold summary="Looks for programs in other folders than yours do">
          <ul className="facts-list">
            {action.path.split(':').map((folder, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a folder may stand there twice
              <li key={at}>
                <code>{folder === '' ? 'the working folder' : <VisibleText text={underHome(folder, home)} />}</code>
              </li>
            ))}
          </ul>
        </Fold>
      ) : null}
      <Fold summary={`What will run (${files === 1 ? '1 file' : `${files} files`})`}>
        <ul className="facts-list">
          {action.command.kind === 'shell' ? (
            <li>
              The shell <code>{action.command.shell}</code> reads the line.
            </li>
          ) : null}
          {action.executables.map((file) => (
            <FileRow key={`e ${file.word} ${file.path}`} file={file} home={home} />
          ))}
          {action.scripts.map((file) => (
            <FileRow key={`s ${file.word} ${file.path}`} file={file} home={home} script />
          ))}
          <li>
            <small>
              Stopped after {durationWords(action.timeoutMs)} at the latest. If one of these files changes before it
              starts, nothing runs.
            </small>
          </li>
        </ul>
      </Fold>
    </div>
  );
});

interface RunFactsProps {
  readonly action: Action;
  readonly home: string;
}

function FileRow({
  file,
  home,
  script = false,
}: {
  readonly file: ActionFile;
  readonly home: string;
  readonly script?: boolean;
}) {
  return (
    <li className="file-row">
      <code>
        <VisibleText text={file.word} />
      </code>
      <code className="file-path">
        <VisibleText text={underHome(file.path, home)} />
      </code>
      <small title={file.sha256}>
        {script ? 'script' : 'program'} {file.sha256.slice(0, 12)}
      </small>
    </li>
  );
}

/** So many characters at once, so that a megabyte of input does not stop the window. */
const pageLength = 16_000;

function PagedText({ text }: { readonly text: string }) {
  const [page, setPage] = useState(0);
  const pages = Math.max(1, Math.ceil(text.length / pageLength));
  return (
    <div className="paged">
      <Scrolled label="Input">
        {text === '' ? <i>empty</i> : <VisibleText text={text.slice(page * pageLength, (page + 1) * pageLength)} />}
      </Scrolled>
      {pages === 1 ? null : (
        <div className="paged-turn">
          <Button off={page === 0} onClick={() => setPage(page - 1)}>
            Back
          </Button>
          <span>
            part {page + 1} of {pages}
          </span>
          <Button off={page === pages - 1} onClick={() => setPage(page + 1)}>
            Next
          </Button>
        </div>
      )}
    </div>
  );
}
