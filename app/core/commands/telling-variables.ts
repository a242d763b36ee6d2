// Which variables, set in front of a command, decide what program a name means or start one of their own.
import { refuseEnvName } from '../runs/environment.ts';

/** They change how text is shown, not what is run. */
const harmless = /^(?:LANG|LANGUAGE|LC_[A-Z]+|TZ|TERM|NO_COLOR)$/;
/** Variables whose value is the name of a program, beyond those that no run may have at all. */
const startsPrograms =
  /PAGER$|EDITOR$|BROWSER$|ASKPASS$|WRAPPER$|SHELL$|^LESS(?:OPEN|CLOSE)$|^npm_config_|^(?:MAKE|GO)FLAGS$|^(?:CC|CXX|LD)$/i;

/** SECURITY P10: PATH, LD_PRELOAD, EDITOR and the like make another program of what was approved. */
export function decidesPrograms(name: string, value: string): boolean {
  const known = harmless.test(name) || (/PAGER$/.test(name) && /^(?:cat)?$/.test(value));
  return !known && (refuseEnvName(name) !== null || startsPrograms.test(name));
}
