// What else belongs to a run: what will be started, its input, its PATH, and how long it may take.
import { memo, useState } from 'react';
import type { Action, ActionFile } from '../../../app/contract/run.ts';
import { Button, Fold } from '../controls.tsx';
import { durationWords, sizeWords, underHome } from '../paths.ts';
import { VisibleText } from '../visible-text.tsx';
import { Scrolled } from './scrolled.tsx';
import { lowerLimits } from './time-limits.ts';

export const RunFacts = memo(function RunFacts({ action, home, timeoutMs, isFixed, onTimeout }: RunFactsProps) {
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
            <small>If one of these files changes before it starts, nothing runs.</small>
          </li>
        </ul>
        <TimeLimit asked={action.timeoutMs} chosen={timeoutMs} isFixed={isFixed} onChoose={onTimeout} />
      </Fold>
    </div>
  );
});

interface RunFactsProps {
  readonly action: Action;
  readonly home: string;
  /** The longest it may run, where the person lowered it. */
  readonly timeoutMs: number | null;
  readonly isFixed: boolean;
  /** Keeps its identity from one drawing to the next. */
  readonly onTimeout: (timeoutMs: number | null) => void;
}

function TimeLimit({ asked, chosen, isFixed, onChoose }: TimeLimitProps) {
  return (
    <label className="time-limit">
      <span>Stopped at the latest after</span>
      <select
        className="input"
        value={chosen ?? asked}
        disabled={isFixed}
        onChange={(event) => {
          const picked = Number(event.currentTarget.value);
          onChoose(picked === asked ? null : picked);
        }}
      >
        <option value={asked}>{durationWords(asked)}, as asked</option>
        {lowerLimits(asked).map((each) => (
          <option key={each} value={each}>
            {durationWords(each)}
          </option>
        ))}
      </select>
    </label>
  );
}

interface TimeLimitProps {
  readonly asked: number;
  readonly chosen: number | null;
  readonly isFixed: boolean;
  readonly onChoose: (timeoutMs: number | null) => void;
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
