// What is tried in a dry run: a command and where it runs, or a web request.
import { callLimits } from '../../../app/contract/call.ts';
import { CallMethod } from '../../../app/contract/provider.ts';
import { FolderField } from './folder-field.tsx';

interface CommandToTryProps {
  readonly command: string;
  readonly onCommand: (command: string) => void;
  readonly cwd: string;
  readonly onCwd: (cwd: string) => void;
}

export function CommandToTry({ command, onCommand, cwd, onCwd }: CommandToTryProps) {
  return (
    <>
      <label className="policy-field">
        Command
        <textarea
          className="mono"
          rows={3}
          value={command}
          maxLength={65_536}
          spellCheck={false}
          placeholder="gh pr view 12 --json title"
          onChange={(event) => onCommand(event.currentTarget.value)}
        />
      </label>
      <div className="policy-field">
        <FolderField id="dry-run-folder" value={cwd} longest={4096} placeholder="~" onChange={onCwd} />
      </div>
    </>
  );
}

interface CallToTryProps {
  readonly method: CallMethod;
  readonly onMethod: (method: CallMethod) => void;
  readonly url: string;
  readonly onUrl: (url: string) => void;
}

export function CallToTry({ method, onMethod, url, onUrl }: CallToTryProps) {
  return (
    <div className="dry-run-request">
      <label className="policy-field">
        Method
        <select
          value={method}
          onChange={({ currentTarget }) => onMethod(CallMethod.safeParse(currentTarget.value).data ?? method)}
        >
          {CallMethod.options.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
      <label className="policy-field">
        Address
        <input
          className="mono"
          value={url}
          maxLength={2 * callLimits.urlChars}
          spellCheck={false}
          autoComplete="off"
          placeholder="https://api.github.com/user"
          onChange={(event) => onUrl(event.currentTarget.value)}
        />
      </label>
    </div>
  );
}
