// What would let another program into a process that runs on Node, or write its memory or its commands' environments somewhere.

const refused =
  /^(?:--(?:inspect|require|import|loader|experimental-loader|heapsnapshot|heap-prof|report|abort-on-uncaught-exception)|-r$)/;
/** `NODE_DEBUG=child_process` prints the environment of each command that is started. */
const refusedVariables = ['NODE_DEBUG', 'NODE_DEBUG_NATIVE'];

/**
 * SECURITY P9, P11: switches of Node, and variables of its own, that Postern does not run with. Node reads NODE_OPTIONS with
 * quotation marks, and takes _ for - in its switches.
 */
export function nodeDebugSwitchesOf(
  execArgv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const given = [...execArgv, ...(env.NODE_OPTIONS ?? '').replace(/["\\]/g, '').split(/\s+/)];
  const switches = given.filter((word) => refused.test(word.replaceAll('_', '-')));
  return [...switches, ...refusedVariables.filter((name) => Boolean(env[name]))];
}

/** SIGUSR1 opens Node's inspector on a port of every account; a listener of our own takes its place. */
export function ignoreInspectorSignal(): void {
  if (process.platform !== 'win32') process.on('SIGUSR1', () => {});
}
