// Where a value is typed, pasted or read from a file: masked unless the person looks, never checked for spelling, never in React's
// state, and never shown once it is stored.
import { useRef, useState } from 'react';
import { faultMessages } from '../../app/contract/fault.ts';
import { maxValueBytes } from '../../app/contract/secret.ts';
import { Button, Field } from './controls.tsx';

interface ValueFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly problem: string | undefined;
  /** false: agents may read it, so there is nothing to mask. */
  readonly masked: boolean;
  /** A file's text: lines matter, and the last one ends. */
  readonly file: boolean;
  /** What agents may read already; anything else starts empty. */
  readonly start: string;
  readonly hold: (element: HTMLTextAreaElement | null) => void;
  readonly onInput: () => void;
  readonly onElsewhere: () => void;
}

export function ValueField(props: ValueFieldProps) {
  const { label, hint, masked, file, start, hold, onInput, onElsewhere } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const [shown, setShown] = useState(false);
  const [judged, setJudged] = useState<{ file: boolean; ends: 'well' | 'blank' | 'open' }>({ file, ends: 'well' });
  // What ends well as a variable may not as a file, and the other way round.
  const ends = judged.file === file ? judged.ends : 'well';
  const [unreadable, setUnreadable] = useState<string>();
  const look = () => {
    const value = area.current?.value ?? '';
    const asFile = value !== '' && !value.endsWith('\n') ? 'open' : 'well';
    setJudged({ file, ends: file ? asFile : value === value.trim() ? 'well' : 'blank' });
    setUnreadable(undefined);
    onInput();
  };
  const put = (value: string) => {
    if (area.current === null) return;
    area.current.value = value;
    look();
    area.current.focus();
  };
  return (
    <Field
      label={label}
      problem={unreadable ?? props.problem}
      hint={<Ends ends={ends} hint={hint} onMend={() => put(mended(area.current?.value ?? '', file))} />}
      aside={
        <span className="field-acts">
          {file ? <FilePick onText={put} onProblem={setUnreadable} /> : null}
          <Button tone="link" onClick={onElsewhere}>
            Lies elsewhere
          </Button>
          {masked ? (
            <Button tone="link" aria-pressed={shown} onClick={() => setShown(!shown)}>
              {shown ? 'Hide' : 'Show'}
            </Button>
          ) : null}
        </span>
      }
    >
      {(ids) => (
        <textarea
          {...ids}
          ref={(element) => {
            area.current = element;
            hold(element);
          }}
          className={`input input--code value-area ${masked && !shown ? 'input--masked' : ''}`}
          rows={file ? 3 : 1}
          defaultValue={start}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          onInput={look}
        />
      )}
    </Field>
  );
}

interface EndsProps {
  readonly ends: 'well' | 'blank' | 'open';
  readonly hint: string;
  readonly onMend: () => void;
}

function Ends({ ends, hint, onMend }: EndsProps) {
  if (ends === 'well') return hint;
  return (
    <>
      {ends === 'blank'
        ? 'It begins or ends with a blank or a line break. '
        : 'Its last line has no line break, which some programs want. '}
      <button type="button" className="inline-act" onClick={onMend}>
        {ends === 'blank' ? 'Take that off' : 'Add one'}
      </button>
    </>
  );
}

function mended(value: string, file: boolean): string {
  return file ? `${value}\n` : value.trim();
}

interface FilePickProps {
  readonly onText: (text: string) => void;
  readonly onProblem: (says: string) => void;
}

/** The system's own dialog; the page learns nothing of the file but its bytes. */
function FilePick({ onText, onProblem }: FilePickProps) {
  const picker = useRef<HTMLInputElement>(null);
  const read = async (file: File | undefined) => {
    if (file === undefined) return;
    if (file.size > maxValueBytes) return onProblem(faultMessages.value_too_long);
    try {
      onText(new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer()));
    } catch {
      onProblem(faultMessages.value_not_text);
    }
  };
  return (
    <>
      <input
        ref={picker}
        type="file"
        hidden
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          void read(file);
          // The same file can be picked again.
          event.currentTarget.value = '';
        }}
      />
      <Button tone="link" onClick={() => picker.current?.click()}>
        Read a file…
      </Button>
    </>
  );
}
