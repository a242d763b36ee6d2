// What a scan found, file by file, and what it left out. SECURITY P1: a file and a line, never text out of a file.
import { useMemo, useState } from 'react';
import type { ExposureReport } from '../../../app/contract/health.ts';
import type { RecordId, SecretName } from '../../../app/contract/vocabulary.ts';
import { Button } from '../../ui/button.tsx';
import { Notice, Section } from '../../ui/layout.tsx';
import type { Loaded } from '../broker.ts';
import type { SearchIndex } from '../secrets/search-index.ts';
import { counted, grouped } from '../times.ts';
import { ExposedFile } from './exposed-file.tsx';
import { byFile, searchedWords, skippedWords } from './exposure-words.ts';

const shownAtOnce = 30;

interface ExposureResultsProps {
  readonly report: ExposureReport;
  readonly secrets: Loaded<SearchIndex>;
}

export function ExposureResults({ report, secrets }: ExposureResultsProps) {
  const [shown, setShown] = useState(shownAtOnce);
  const ids = useMemo(() => idsOf(secrets), [secrets]);
  const files = byFile(report.findings);
  const left = files.length - shown;
  return (
    <>
      <Notice tone={report.end === 'cancelled' || files.length > 0 ? 'write' : 'plain'}>
        <b>{headline(report, files.length)}</b> {searchedWords(report)}.
      </Notice>
      {files.length === 0 ? null : (
        <Section title="What to do">
          <ol className="exposure-steps">
            <li>Get a new value where the secret comes from, and put it in here. The old copies are worthless then.</li>
            <li>Delete the line, or the file. Postern changes no file by itself.</li>
            <li>What is not in your vault yet: move it there, and let agents ask for it by its name.</li>
          </ol>
        </Section>
      )}
      {files.length === 0 ? null : (
        <Section title={`Found in ${counted(files.length, 'file')}`}>
          <ul className="exposed-files">
            {files.slice(0, shown).map((file) => (
              <ExposedFile key={file.path} file={file} ids={ids} />
            ))}
          </ul>
          {left <= 0 ? null : (
            <Button tone="quiet" onClick={() => setShown(shown + 100)}>
              {left <= 100 ? `Show the other ${grouped(left)}` : 'Show 100 more'}
            </Button>
          )}
          {report.unlisted === 0 ? null : (
            <p className="exposure-aside">
              {counted(report.unlisted, 'further finding')} {report.unlisted === 1 ? 'is' : 'are'} not listed, because
              there are so many. Look again once these are gone.
            </p>
          )}
        </Section>
      )}
      <LeftOut report={report} />
    </>
  );
}

/** The secret's window is opened by its id, a finding knows its name. */
function idsOf(secrets: Loaded<SearchIndex>): ReadonlyMap<SecretName, RecordId> {
  return new Map(secrets.kind === 'ready' ? secrets.value.entries.map(({ secret: { name, id } }) => [name, id]) : []);
}

function headline({ end, findings, unlisted }: ExposureReport, files: number): string {
  const found =
    files === 0
      ? 'No copy was found.'
      : `${counted(findings.length + unlisted, 'finding')} in ${counted(files, 'file')}.`;
  return end === 'cancelled' ? `You stopped it before it was done. ${found}` : found;
}

function LeftOut({ report: { skipped, unsearched } }: { readonly report: ExposureReport }) {
  const words = skippedWords(skipped);
  if (words.length === 0 && unsearched.length === 0) return null;
  return (
    <Section title="What was left out">
      <ul className="left-out">
        {words.map((each) => (
          <li key={each}>{each}</li>
        ))}
        {unsearched.length === 0 ? null : (
          <li>
            {counted(unsearched.length, 'value')} too short or too plain to tell from ordinary text:{' '}
            <code>{listed(unsearched.map(({ secret, field }) => `${secret} (${field})`))}</code>
          </li>
        )}
      </ul>
    </Section>
  );
}

function listed(names: readonly string[]): string {
  const first = names.slice(0, 8).join(', ');
  return names.length <= 8 ? first : `${first} and ${grouped(names.length - 8)} more`;
}
