// What a rule is about: commands and where they run, or calls of APIs.
import { CallMethod } from '../../../app/contract/provider.ts';
import { FolderField } from './folder-field.tsx';
import type { RuleDraft } from './rule-draft.ts';

interface FieldsProps {
  readonly draft: RuleDraft;
  readonly onChange: (part: Partial<RuleDraft>) => void;
}

export function CommandFields({ draft, onChange }: FieldsProps) {
  return (
    <>
      <label className="policy-field">
        Commands
        <textarea
          className="mono"
          rows={2}
          value={draft.commands}
          spellCheck={false}
          placeholder="gh pr view **"
          onChange={(event) => onChange({ commands: event.currentTarget.value })}
        />
        <small>One a line. * stands for one word, ** at the end for any number of them. Empty: every command.</small>
      </label>
      <div className="policy-field">
        <FolderField
          id="rule-folder"
          value={draft.folder}
          longest={900}
          placeholder="~/code/api"
          onChange={(folder) => onChange({ folder })}
        />
        <label className="policy-tick">
          <input
            type="checkbox"
            checked={draft.below}
            onChange={(event) => onChange({ below: event.currentTarget.checked })}
          />
          and all below it
        </label>
      </div>
    </>
  );
}

export function CallFields({ draft, onChange }: FieldsProps) {
  return (
    <>
      <fieldset className="policy-field policy-methods">
        <legend>Methods</legend>
        {CallMethod.options.map((method) => (
          <label key={method} className="policy-tick">
            <input
              type="checkbox"
              checked={draft.methods.includes(method)}
              onChange={({ currentTarget: { checked } }) =>
                onChange({
                  methods: CallMethod.options.filter((each) =>
                    each === method ? checked : draft.methods.includes(each),
                  ),
                })
              }
            />
            <code>{method}</code>
          </label>
        ))}
        <small>None ticked: all of them. GET and HEAD usually only read.</small>
      </fieldset>
      <label className="policy-field">
        Hosts
        <input
          className="mono"
          value={draft.hosts}
          spellCheck={false}
          placeholder="api.github.com"
          onChange={(event) => onChange({ hosts: event.currentTarget.value })}
        />
        <small>Divided by commas; *.example.com for all below. Empty: wherever the secret may be sent.</small>
      </label>
      <label className="policy-field">
        Paths
        <textarea
          className="mono"
          rows={2}
          value={draft.paths}
          spellCheck={false}
          placeholder="/repos/me/**"
          onChange={(event) => onChange({ paths: event.currentTarget.value })}
        />
        <small>One a line. * stands for one step, ** at the end for any number of them. Empty: every path.</small>
      </label>
    </>
  );
}
