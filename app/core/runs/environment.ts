// The environment of a run: an allow-listed base from the person's login shell, then the secrets. Nothing else gets in.
import type { FaultCode } from '../../contract/fault.ts';
import type { Action } from '../../contract/run.ts';
import { EnvName } from '../../contract/vocabulary.ts';

const inherited = new Set(
  'PATH HOME USER LOGNAME SHELL LANG LANGUAGE TZ TMPDIR TEMP TMP XDG_RUNTIME_DIR XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME SYSTEMROOT COMSPEC PATHEXT USERPROFILE APPDATA LOCALAPPDATA PROGRAMFILES'.split(
    ' ',
  ),
);

/** Keeps programs from paging, colouring and asking. SHLVL keeps Debian's bash from reading ~/.bashrc on a socket. */
const fixed = { TERM: 'dumb', NO_COLOR: '1', PAGER: 'cat', GIT_PAGER: 'cat', SYSTEMD_PAGER: 'cat', SHLVL: '1' };

/** Linux refuses a single `NAME=value` over 128 KiB (MAX_ARG_STRLEN); 120 KiB leaves room for the name. */
export const maxEnvValueBytes = 120 * 1024;
/** Together well under the usual 2 MiB of ARG_MAX. */
export const maxEnvTotalBytes = 1024 * 1024;

const dangerousPrefixes = [
  'LD_',
  'DYLD_',
  'BASH_',
  'GIT_CONFIG',
  'PYTHON',
  'PERL5',
  'RUBY',
  'LC_',
  'XDG_',
  'GCONV_',
  'MALLOC_',
];
const dangerousNames = new Set(
  'NODE_OPTIONS NODE_PATH NODE_EXTRA_CA_CERTS ELECTRON_RUN_AS_NODE ENV SHELLOPTS BASHOPTS IFS PS1 PS4 PROMPT_COMMAND CDPATH GLOBIGNORE ZDOTDIR FPATH GIT_SSH GIT_SSH_COMMAND GIT_EXEC_PATH GIT_EDITOR GIT_SEQUENCE_EDITOR GIT_ASKPASS GIT_PROXY_COMMAND GIT_EXTERNAL_DIFF GIT_DIR GIT_TEMPLATE_DIR SSH_ASKPASS SSH_AUTH_SOCK JAVA_TOOL_OPTIONS _JAVA_OPTIONS JDK_JAVA_OPTIONS CLASSPATH EDITOR VISUAL BROWSER TERMINFO TERMCAP HOSTALIASES LOCALDOMAIN RES_OPTIONS OPENSSL_CONF SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE REQUESTS_CA_BUNDLE'.split(
    ' ',
  ),
);

/** Why a variable of that name is not set by Postern, or null when it may be. */
export function refuseEnvName(name: string): Extract<FaultCode, 'env_invalid' | 'env_dangerous'> | null {
  if (!EnvName.safeParse(name).success) return 'env_invalid';
  const upper = name.toUpperCase();
  if (inherited.has(upper) || Object.hasOwn(fixed, upper) || dangerousNames.has(upper)) return 'env_dangerous';
  return dangerousPrefixes.some((prefix) => upper.startsWith(prefix)) ? 'env_dangerous' : null;
}

/** The base of a run: allow-listed login variables, the fixed ones, the PATH that was approved, and what its terminal can. */
export function baseEnvironment(
  login: Readonly<Record<string, string>>,
  { path, terminal }: Pick<Action, 'path' | 'terminal'>,
): Record<string, string> {
  const kept = Object.entries(login).filter(([name]) => inherited.has(name) || name.startsWith('LC_'));
  const { NO_COLOR, ...others } = fixed;
  const looks = terminal?.colour === true ? { COLORTERM: 'truecolor' } : { NO_COLOR };
  const TERM = terminal === null ? fixed.TERM : 'xterm-256color';
  return { ...Object.fromEntries(kept), ...others, ...looks, TERM, PATH: path };
}
