// Where a command runs, in words: the folder, and the project that it lies in.
import { underHome } from '../paths.ts';
import { VisibleText } from '../visible-text.tsx';

interface FolderWordsProps {
  readonly cwd: string;
  /** null: in none. */
  readonly project: string | null;
  readonly home: string;
}

export function FolderWords({ cwd, project, home }: FolderWordsProps) {
  return (
    <>
      in{' '}
      <b>
        <VisibleText text={underHome(cwd, home)} />
      </b>
      {project === null || project === cwd ? null : (
        <>
          {' · project '}
          <b>
            <VisibleText text={underHome(project, home)} />
          </b>
        </>
      )}
    </>
  );
}
