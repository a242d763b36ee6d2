// What changed between the answer and the start, in one line for the agent. Names and words of its own command, never a value.
import type { ActionChange } from '../../contract/run.ts';

export function changeWords({ kind, what, is }: ActionChange): string {
  switch (kind) {
    case 'program':
      return is === null ? `the program ${what} is gone` : `the program ${what} was replaced`;
    case 'script':
      return is === null ? `the script ${what} is gone` : `the script ${what} was edited`;
    case 'link':
      return is === null ? `${what} leads nowhere any more` : `${what} leads to another file`;
    case 'folder':
      return is === null ? 'the working folder is gone' : 'the working folder is another one';
    case 'secret':
      return is === null ? `the secret ${what} was removed` : `the secret ${what} was changed`;
  }
}
