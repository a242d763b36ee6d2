// SECURITY P10: what is no longer as it was when an action was frozen, looked at after the answer and before the start.
import type { Action, ActionChange, ActionFile } from '../../contract/run.ts';
import type { RecordId } from '../../contract/vocabulary.ts';
import type { Files } from '../ports/files.ts';

/** Looks at the folder, every program and script, and the versions of the secrets again. Empty: all is as it was. */
export async function changesSince(
  action: Action,
  files: Files,
  versionOf: (id: RecordId) => number | null,
): Promise<readonly ActionChange[]> {
  const { cwd, path } = action;
  const folder = await folderChange(action, files);
  const programs = await Promise.all(
    action.executables.map(async (file) => {
      return fileChange('program', file, await files.findExecutable(file.word, path, cwd), files);
    }),
  );
  const scripts = await Promise.all(
    action.scripts.map(async (file) => fileChange('script', file, await files.realFile(file.word, cwd), files)),
  );
  const secrets = action.secrets.map(({ id, name, version }): ActionChange | null => {
    const is = versionOf(id);
    if (is === version) return null;
    return { kind: 'secret', what: name, was: String(version), is: is === null ? null : String(is) };
  });
  // A script that is started by its path is a program too: told once, as what it is.
  const ofScripts = scripts.filter((change) => change !== null);
  const isTold = ({ what }: ActionChange) => ofScripts.some((change) => change.what === what);
  const ofPrograms = programs.filter((change) => change !== null && !isTold(change));
  return [folder, ...ofPrograms, ...ofScripts, ...secrets]
    .filter((change) => change !== null)
    .filter(({ kind, what }, at, all) => at === all.findIndex((other) => other.kind === kind && other.what === what));
}

async function folderChange({ cwd, cwdId }: Action, files: Files): Promise<ActionChange | null> {
  const folder = await files.folder(cwd);
  if (folder?.path === cwd && folder.id === cwdId) return null;
  return { kind: 'folder', what: cwd, was: cwd, is: folder?.path ?? null };
}

/** `path`: where the word leads now. */
async function fileChange(
  kind: 'program' | 'script',
  file: ActionFile,
  path: string | null,
  files: Files,
): Promise<ActionChange | null> {
  if (path !== file.path) return { kind: 'link', what: file.word, was: file.path, is: path };
  const sha256 = await files.hashOf(path);
  return sha256 === file.sha256 ? null : { kind, what: file.word, was: file.sha256, is: sha256 };
}
