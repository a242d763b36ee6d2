// The chain of processes behind a request, nearest first, as the kernel reports it.
import type { CallerProcess } from '../../app/contract/run.ts';
import { Fold } from './controls.tsx';
import { VisibleText } from './visible-text.tsx';

export function CallerChain({ caller }: { readonly caller: readonly CallerProcess[] }) {
  if (caller.length === 0) {
    return (
      <div className="chain">
        <b>unknown program</b>
        <span className="tag">the system could not tell</span>
      </div>
    );
  }
  const names = caller.map((process) => (
    <span key={process.pid} className="chain-link">
      <VisibleText text={process.name} />
    </span>
  ));
  return (
    <Fold
      summary={
        <span className="chain">
          {names}
          <span className="tag">as the system reports it</span>
        </span>
      }
    >
      <ul className="facts-list">
        {caller.map((process) => (
          <li key={process.pid}>
            <code>
              <VisibleText text={process.exe ?? `${process.name} (path not readable)`} />
            </code>
            <small>
              process {process.pid}
              {process.cwd === null ? '' : ' in '}
              {process.cwd === null ? null : <VisibleText text={process.cwd} />}
            </small>
          </li>
        ))}
      </ul>
    </Fold>
  );
}
