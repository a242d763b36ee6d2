// A structured answer as text, for clients that show a model only text. It says the same, the output or body last.
import type { ToolOutput } from '../app/contract/tool-schemas.ts';

export function textOf(output: ToolOutput): string {
  const { output: printed, body, guide, ...rest } = output;
  if (guide !== undefined) return guide;
  const lines = Object.entries(rest).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${worded(value)}`],
  );
  if (body !== undefined) return `${lines.join('\n')}\nbody:\n${body}`;
  return printed === undefined ? lines.join('\n') : `${lines.join('\n')}\noutput:\n${printed}`;
}

function worded(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
