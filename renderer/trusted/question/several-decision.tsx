// The answer to a list: for how long, and the buttons that say how many they are for.
import type { Answer, RunAsked } from '../../../app/contract/approval.ts';
import type { FaultCode } from '../../../app/contract/fault.ts';
import { assertNever } from '../../../app/contract/fault.ts';
import type { Reach } from '../../../app/contract/lasting.ts';
import { Choices } from '../choices.tsx';
import { Button, Fault, Tick } from '../controls.tsx';
import { untilWords } from './allowance-words.ts';
import { NotMine } from './decision.tsx';
import { LastingChoice } from './lasting-choice.tsx';
import type { SeveralChoice } from './several.ts';
import {
  mayReach,
  maySession,
  noToAll,
  nothingChosen,
  reachesOf,
  reachOfSeveral,
  tickedOf,
  yesToSeveral,
} from './several.ts';

interface SeveralDecisionProps {
  readonly runs: readonly RunAsked[];
  readonly choice: SeveralChoice;
  readonly onChoice: (choice: SeveralChoice) => void;
  readonly armed: boolean;
  /** It was answered, and the system asks whether the person is here. */
  readonly isFixed: boolean;
  readonly fault: FaultCode | null;
  readonly onAllow: (answer: Answer) => void;
  readonly onRefuse: (answer: Answer) => void;
}

export function SeveralDecision({
  runs,
  choice,
  onChoice,
  armed,
  isFixed,
  fault,
  onAllow,
  onRefuse,
}: SeveralDecisionProps) {
  const chosen = tickedOf(runs, choice);
  const session = maySession(chosen);
  const lasting = session ? choice.lasting : nothingChosen.lasting;
  const reach = reachOfSeveral(chosen, { ...choice, lasting });
  const reaches = reachesOf(chosen);
  const rest = runs.length - chosen.length;
  return (
    <>
      <fieldset className="bare" disabled={isFixed}>
        {session ? (
          <LastingChoice
            offered={[{ kind: 'once' }, { kind: 'session' }]}
            lasting={lasting}
            onChoose={(next) => onChoice({ ...choice, lasting: next.kind === 'session' ? next : { kind: 'once' } })}
          />
        ) : null}
        {lasting.kind === 'session' && reaches.length > 1 ? (
          <Choices
            legend="What it covers"
            value={reach}
            options={reaches.map((value) => ({ value, label: reachNames[value] }))}
            onChange={(next) => onChoice({ ...choice, reach: next })}
          />
        ) : null}
        <p className="says" aria-live="polite">
          {lasting.kind === 'once' ? onceWords(chosen.length) : sessionWords(chosen, reach)}
          {chosen.length === 0 ? null : othersWords(rest, choice.denyOthers)}
        </p>
        {chosen.length > 0 && rest > 0 ? (
          <Tick
            on={choice.denyOthers}
            onChange={(denyOthers) => onChoice({ ...choice, denyOthers })}
            label={`Deny the other ${rest === 1 ? 'one' : rest} as well`}
          />
        ) : null}
      </fieldset>
      <Fault code={fault} />
      <footer>
        <NotMine off={!armed} onClick={() => onRefuse({ kind: 'not_mine' })} />
        <Button off={!armed} onClick={() => onRefuse(noToAll)}>
          Deny all
        </Button>
        <Button
          tone="go"
          off={!armed || isFixed || chosen.length === 0}
          onClick={() => onAllow(yesToSeveral(runs, choice))}
        >
          {chosen.length === 0 ? 'Allow the ticked' : `Allow the ${chosen.length} ticked`}
        </Button>
      </footer>
    </>
  );
}

const reachNames: Readonly<Record<Reach, string>> = {
  exact: 'Exactly these commands',
  alike: 'The same commands with other arguments',
  reads: 'Any command of the same programs that only reads',
};

function onceWords(chosen: number): string {
  if (chosen === 0) return 'Tick what may run. Nothing is ticked for you.';
  return `Allows ${commandWords(chosen)}, ${chosen === 1 ? 'one time' : 'one time each'}.`;
}

function sessionWords(chosen: readonly RunAsked[], reach: Reach): string {
  const until = untilWords({ kind: 'session' });
  const narrow = chosen.filter((run) => !mayReach(run, reach)).length;
  const exactly = narrow === 0 ? '' : `, and exactly the other ${narrow === 1 ? 'one' : narrow}`;
  switch (reach) {
    case 'exact':
      return `Allows exactly ${commandWords(chosen.length)}, ${until}.`;
    case 'alike':
      return `Allows ${commandWords(chosen.length - narrow)} with any other arguments too${exactly}, ${until}.`;
    case 'reads':
      return `Allows any ${programsOf(chosen)} command that only reads, each with its secrets here and in this project${exactly}, ${until}.`;
    default:
      return assertNever(reach);
  }
}

/** Reading is offered for well-known programs alone, so these names are Postern's own. */
function programsOf(chosen: readonly RunAsked[]): string {
  const reading = chosen.filter((run) => mayReach(run, 'reads')).flatMap(({ action }) => action.commands);
  const programs = new Set(reading.map(({ risk }) => risk.verb[0] ?? ''));
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(programs);
}

function commandWords(count: number): string {
  return count === 1 ? 'the ticked command' : `the ${count} ticked commands`;
}

function othersWords(rest: number, denied: boolean): string {
  if (rest === 0) return '';
  return denied ? ' The others are denied.' : ' The others go on waiting.';
}
