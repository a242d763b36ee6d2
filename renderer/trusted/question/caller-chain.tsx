// The chain of processes behind a request, nearest first, as the kernel reports it: every one with its name and its whole path.
import type { CallerProcess } from '../../../app/contract/run.ts';
import { Fold } from '../controls.tsx';
import { underHome } from '../paths.ts';
import { VisibleText } from '../visible-text.tsx';
import './caller-chain.css';

interface CallerChainProps {
  readonly caller: readonly CallerProcess[];
  readonly home: string;
}

/** Of a longer chain so many are shown at once. */
const shownAtOnce = 5;

export function CallerChain({ caller, home }: CallerChainProps) {
  if (caller.length === 0) {
    return (
      <p className="chain-unknown">
        <b>The program that asks could not be identified.</b> The system did not tell which one it is.
      </p>
    );
  }
  const more = caller.slice(shownAtOnce);
  const last = more.at(-1);
  return (
    <>
      <ChainList caller={caller.slice(0, shownAtOnce)} home={home} />
      {last === undefined ? null : (
        <Fold
          summary={
            <span>
              {more.length} more, up to <VisibleText text={last.name} />
            </span>
          }
        >
          <ChainList caller={more} home={home} />
        </Fold>
      )}
    </>
  );
}

function ChainList({ caller, home }: CallerChainProps) {
  return (
    <ol className="chain">
      {caller.map((process) => (
        <li key={process.pid}>
          <b>
            <VisibleText text={process.name} />
          </b>
          {process.exe === null ? (
            <i>its program could not be identified</i>
          ) : (
            <code>
              <VisibleText text={underHome(process.exe, home)} />
            </code>
          )}
          <small title={process.cwd === null ? undefined : `in ${underHome(process.cwd, home)}`}>{process.pid}</small>
        </li>
      ))}
    </ol>
  );
}
