// All that may be said about one candidate: its fields, where it stands, and what is different about it.
import type { ImportItem } from '../../../app/contract/import.ts';
import { injectionWords, tierWords } from '../../tokens/words.ts';
import { VisibleText } from '../visible-text.tsx';
import { noteWords } from './import-words.ts';

export function ImportDetails({ item, problem }: { readonly item: ImportItem; readonly problem: string | undefined }) {
  return (
    <section className="import-details" aria-label={`About ${item.name}`} aria-live="polite">
      {problem === undefined ? null : <p className="field-problem">{problem}</p>}
      <p>
        <b className="mono">{item.name}</b> from <VisibleText text={item.from} />. {tierWords[item.tier].name}.
      </p>
      {item.class === 'conflict' ? (
        <p>
          Replacing keeps what you said about the secret, and its value becomes the newest version. The older one can be
          brought back.
        </p>
      ) : null}
      <ul>
        {item.fields.map(({ name, sensitive, inject, env }) => (
          <li key={name}>
            <code>{name}</code>
            {sensitive ? ', sealed' : ', agents may read it'}
            {env === null ? (
              ''
            ) : (
              <>
                , {injectionWords[inject].as} <code>{env}</code>
              </>
            )}
          </li>
        ))}
        {item.notes.map((note) => (
          <li key={note} className="import-note">
            {noteWords[note]}
          </li>
        ))}
      </ul>
    </section>
  );
}
