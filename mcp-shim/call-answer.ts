// What an HTTP API answered, as a tool answer. Values were redacted by the broker; nothing is added here.
import type { AnsweredOutcome, CallHeader } from '../app/contract/call-outcome.ts';
import type { ToolOutput } from '../app/contract/tool-schemas.ts';

export function answered(call: AnsweredOutcome): ToolOutput {
  const next = adviceFor(call);
  return {
    status: 'answered',
    http_status: call.status,
    headers: headersOf(call.headers),
    body: call.body,
    cut_bytes: call.cutBytes,
    ...(call.withheld === null ? {} : { withheld: call.withheld }),
    body_bytes: call.bodyBytes,
    redactions: call.redactions.map(({ name, count }) => ({ name, count })),
    ...(call.hiddenFindings === undefined ? {} : { hidden_findings: call.hiddenFindings }),
    duration_ms: call.durationMs,
    ...(next === null ? {} : { next }),
  };
}

/** By lower-case name; a header that came several times is one line for each. */
function headersOf(headers: readonly CallHeader[]): Record<string, string> {
  const lines = new Map<string, string>();
  for (const [name, value] of headers) {
    const known = lines.get(name.toLowerCase());
    lines.set(name.toLowerCase(), known === undefined ? value : `${known}\n${value}`);
  }
  return Object.fromEntries(lines);
}

function adviceFor({ status, withheld, cutBytes, headers }: AnsweredOutcome): string | null {
  if (status === 401 || status === 403)
    return 'The API refuses this secret or this use of it. If the value expired or was revoked, call update_secret.';
  if (status >= 300 && status < 400 && headers.some(([name]) => name.toLowerCase() === 'location'))
    return 'A redirect is not followed. Call the address in `location` if it is the right one.';
  if (withheld === 'binary')
    return 'A binary answer is not shown. Ask for text, or use a command that writes it to a file.';
  if (cutBytes > 0) return 'The middle of the answer was left out. Ask for fewer fields or for one page at a time.';
  return null;
}
