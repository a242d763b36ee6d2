// What is wrong in a policy, with line and column; a click goes there where there is somewhere to go.
import type { PolicyProblem } from '../../../app/contract/policy.ts';
import { VisibleText } from '../../ui/visible-text.tsx';

interface ProblemsProps {
  readonly problems: readonly PolicyProblem[];
  readonly onGo?: (problem: PolicyProblem) => void;
}

export function Problems({ problems, onGo }: ProblemsProps) {
  return (
    <ul className="problems">
      {problems.map((problem, at) => {
        const place = `${problem.line}:${problem.column}`;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a problem has no identity but its place
          <li key={at}>
            {onGo === undefined ? (
              <span className="problem-place">{place}</span>
            ) : (
              <button
                type="button"
                className="problem-place"
                aria-label={`Go to line ${problem.line}, column ${problem.column}`}
                onClick={() => onGo(problem)}
              >
                {place}
              </button>
            )}
            <span>
              <VisibleText text={problem.says} prose />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
