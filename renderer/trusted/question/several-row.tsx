// One run of a list: the whole command, what it holds and does; it can be ticked, or has to be looked at alone.
import { useId } from 'react';
import type { RunAsked } from '../../../app/contract/approval.ts';
import { TickIcon } from '../icons.tsx';
import { underHome } from '../paths.ts';
import { CommandText } from './command-view.tsx';
import { Folded } from './folded.tsx';
import { RiskPill } from './risk-pill.tsx';
import { riskWords } from './risk-words.ts';
import { codes } from './said.ts';
import { SaidText } from './said-text.tsx';
import { aloneBecause } from './several.ts';

interface SeveralRowProps {
  readonly run: RunAsked;
  readonly place: number;
  readonly on: boolean;
  readonly isFixed: boolean;
  readonly onTick: (on: boolean) => void;
  readonly onOpen: () => void;
  /** The folder that most of the list runs in. */
  readonly usualFolder: string;
  readonly home: string;
}

export function SeveralRow({ run, place, on, isFixed, onTick, onOpen, usualFolder, home }: SeveralRowProps) {
  const { action, times } = run;
  const id = useId();
  const alone = aloneBecause(run);
  return (
    <li className={on ? 'several-row several-row--on' : 'several-row'}>
      {alone === null ? (
        <label className="several-tick">
          <input
            type="checkbox"
            checked={on}
            disabled={isFixed}
            aria-label={`Command ${place}`}
            aria-describedby={`${id}-command`}
            onChange={(event) => onTick(event.currentTarget.checked)}
          />
          <span className="tick-box" aria-hidden>
            <TickIcon />
          </span>
        </label>
      ) : (
        <span className="several-tick" aria-hidden />
      )}
      <div className="several-what">
        {/* SECURITY P9: what is ticked is read whole. */}
        <Folded id={`${id}-command`} label={`command ${place}`} open={on}>
          <CommandText action={action} marks={run.since?.marks} />
        </Folded>
        <div className="several-about">
          <div>
            <RiskPill risk={action.risk} says={riskWords(action)} />
            {alone === null ? null : <b>{alone}</b>}
            <span>
              <SaidText said={secretsWords(run)} />
            </span>
            {action.cwd === usualFolder ? null : (
              <span>
                <SaidText said={['in ', { code: underHome(action.cwd, home) }]} />
              </span>
            )}
            {times === 1 ? null : <span>asked {times} times</span>}
          </div>
          <button type="button" className="inline-act" aria-label={`Look at command ${place} alone`} onClick={onOpen}>
            {alone === null ? 'Look closer' : 'Look at this one alone'}
          </button>
        </div>
      </div>
    </li>
  );
}

function secretsWords({ action }: RunAsked) {
  const names = action.secrets.map(({ name }) => name);
  return names.length === 0 ? ['no secret'] : ['holds ', ...codes(names, 4, (count) => `${count} secrets`)];
}
