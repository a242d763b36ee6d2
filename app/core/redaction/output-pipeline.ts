// What every byte of a run's output goes through before any sink: terminal control is taken out first, and what is left, which
// is what leaves, is searched. So nothing is handed on that was not searched as it stands.
import { createEscapeStripper } from './escape-stripper.ts';
import type { Matcher } from './matcher.ts';
import { type Redactor, redactorOver, withholding } from './redactor.ts';

export function outputPipelineOver(matcher: Matcher): Redactor {
  const stripper = createEscapeStripper();
  const redactor = redactorOver(matcher);
  return withholding({
    push: (chunk) => redactor.push(stripper.push(chunk)),
    end: () => Buffer.concat([redactor.push(stripper.flush()), redactor.end()]),
    counts: () => redactor.counts(),
  });
}
