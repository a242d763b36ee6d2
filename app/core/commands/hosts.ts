// Which machines a command talks to, as far as its words tell. A host that is not certain is not named.
import { transferUrls } from './curl-hosts.ts';
import type { InnerCommand } from './inner-command.ts';
import { lastPart } from './program-name.ts';

/** Lower case, without port, each once, sorted; a pattern such as `*.amazonaws.com` where only the service is known. */
export function hostsOf(commands: readonly InnerCommand[]): readonly string[] {
  return [...new Set(commands.flatMap(hostsOfOne))].sort();
}

interface HostWords {
  /** Options whose value is a host or a URL. */
  readonly options?: readonly string[];
  /** Variables that set it; their values are not known. */
  readonly variables?: readonly string[];
  /** Where it goes when nothing else is said. */
  readonly usual?: string;
  /** Its operands may be `user@host:path`. */
  readonly places?: 'first' | 'all';
  /** Options that take the next word, in front of a `first` operand. */
  readonly valued?: string;
}

const remote: HostWords = { places: 'all' };
const table: ReadonlyMap<string, HostWords> = new Map<string, HostWords>([
  ['gh', { options: ['--hostname'], variables: ['GH_HOST', 'GH_ENTERPRISE_TOKEN'], usual: 'api.github.com' }],
  ['glab', { options: ['--hostname'], variables: ['GITLAB_HOST', 'GL_HOST', 'GITLAB_URI'], usual: 'gitlab.com' }],
  [
    'aws',
    {
      options: ['--endpoint-url'],
      variables: ['AWS_ENDPOINT_URL', 'AWS_CONFIG_FILE', 'AWS_PROFILE'],
      usual: '*.amazonaws.com',
    },
  ],
  ['gcloud', { variables: ['CLOUDSDK_CONFIG'], usual: '*.googleapis.com' }],
  ['gsutil', { variables: ['BOTO_CONFIG'], usual: '*.googleapis.com' }],
  ['az', { variables: ['AZURE_CONFIG_DIR'], usual: '*.azure.com' }],
  ['stripe', { options: ['--api-base'], usual: 'api.stripe.com' }],
  ['doctl', { options: ['-u', '--api-url'], usual: 'api.digitalocean.com' }],
  ['flyctl', { usual: 'api.fly.io' }],
  ['vercel', { options: ['--api'], usual: 'api.vercel.com' }],
  ['psql', { options: ['-h', '--host'] }],
  ['pg_dump', { options: ['-h', '--host'] }],
  ['pg_restore', { options: ['-h', '--host'] }],
  ['createdb', { options: ['-h', '--host'] }],
  ['dropdb', { options: ['-h', '--host'] }],
  ['mysql', { options: ['-h', '--host'] }],
  ['mysqldump', { options: ['-h', '--host'] }],
  ['mariadb', { options: ['-h', '--host'] }],
  ['redis-cli', { options: ['-h', '-u'] }],
  ['mongosh', { options: ['--host'] }],
  ['vault', { options: ['-address', '--address'] }],
  ['kubectl', { options: ['-s', '--server'] }],
  ['helm', { options: ['--kube-apiserver'] }],
  ['docker', { options: ['-H', '--host'] }],
  ['npm', { options: ['--registry'] }],
  ['git', remote],
  ['scp', remote],
  ['rsync', remote],
  ['sftp', remote],
  ['ssh', { places: 'first', valued: 'BbcDEeFIiJLlmOopPQRSWw' }],
]);

function hostsOfOne(command: InnerCommand): readonly string[] {
  const [program = '', ...words] = command.words;
  if (command.appended || command.assigns.some((name) => sendsElsewhere.test(name))) return [];
  const devices = [...command.writesTo, ...command.readsFrom].flatMap(bashDevice);
  const urls = transferUrls(lastPart(program), words);
  if (urls !== null) return [...allOrNone(urls.map(authorityHosts)), ...devices];
  if (/^(?:curl|wget)$/.test(lastPart(program))) return devices;
  const known = table.get(lastPart(program));
  const named = [
    ...words.flatMap(urlHosts),
    ...optionValues(words, known?.options ?? []).flatMap(bareHost),
    ...(known?.places === 'all' ? words.flatMap(placeHost) : []),
    ...(known?.places === 'first' ? firstOperand(words, known.valued ?? '').flatMap(sshHost) : []),
    ...devices,
  ];
  const elsewhere =
    optionValues(words, known?.options ?? []).length > 0 ||
    command.assigns.some((name) => known?.variables?.includes(name) === true);
  return known?.usual === undefined || elsewhere ? named : [...named, known.usual];
}

/** Proxies, and settings of curl and wget. */
const sendsElsewhere = /_proxy$|^CURL_HOME$|^WGETRC$/i;

/** A destination that is not known beside one that is would look like a command that goes to the known one only. */
function allOrNone(hosts: readonly (readonly string[])[]): readonly string[] {
  return hosts.some((each) => each.length === 0) ? [] : hosts.flat();
}

/** A scheme with `//`, at the start of a word or behind a `=`, as in `--url=https://…`. Others follow a quote, comma or space. */
const url =
  /(?:^|[=\s"'<(,])((?:https?|ssh|git(?:\+ssh|\+https)?|ftps?|sftp|wss?|postgres(?:ql)?|mysql|mariadb|rediss?|mongodb(?:\+srv)?|amqps?|ldaps?|smtps?):\/\/[^\s"'<>]+)/gi;

function urlHosts(word: string): readonly string[] {
  return [...word.matchAll(url)].flatMap(([, text = '']) => authorityHosts(text));
}

/**
 * SECURITY P2: `https://api.github.com@evil.com/` goes to evil.com. Of a backslash programs disagree whether it ends the host, so
 * that one is not known. MongoDB takes several hosts.
 */
function authorityHosts(text: string): readonly string[] {
  const cut = text.indexOf('://');
  const scheme = text.slice(0, cut).toLowerCase();
  const authority = /^[^/?#]*/.exec(text.slice(cut + 3))?.[0] ?? '';
  if (/[\s\\]/.test(authority)) return [];
  const hosts = authority.slice(authority.lastIndexOf('@') + 1);
  if (!scheme.startsWith('mongodb')) return parsedHost(`${scheme}://${authority}`);
  return hosts.split(',').flatMap((host) => parsedHost(`http://${host}`));
}

/** What a host may look like once `URL` has read it. A variable or a pattern in it is not known. */
const hostShape = /^(?:[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\.?|\[[0-9a-f:.]+\])$/;

function parsedHost(text: string): readonly string[] {
  if (!URL.canParse(text)) return [];
  const host = new URL(text).hostname.toLowerCase().replace(/\.$/, '');
  return hostShape.test(host) ? [host.replace(/^\[|\]$/g, '')] : [];
}

/** `host`, `host:port` or a URL; a path is a socket on this machine. */
function bareHost(value: string): readonly string[] {
  if (value.includes('://')) return urlHosts(value).length > 0 ? [] : authorityHosts(value.replace(/^[^:]*/, 'http'));
  return /[/@\\]/.test(value) || value === ''
    ? []
    : parsedHost(`http://${value.includes('::') ? `[${value}]` : value}`);
}

function optionValues(words: readonly string[], options: readonly string[]): readonly string[] {
  return words.flatMap((word, at) => {
    if (options.includes(words[at - 1] ?? '')) return [word];
    const cut = word.indexOf('=');
    if (word.startsWith('--') && cut > 0) return options.includes(word.slice(0, cut)) ? [word.slice(cut + 1)] : [];
    const glued = options.find((option) => option.length === 2 && word.length > 2 && word.startsWith(option));
    return glued === undefined ? [] : [word.slice(2)];
  });
}

/** `user@host:path` and `host:path` of git, scp and rsync; not `C:\path` and not `HEAD:file`. */
function placeHost(word: string): readonly string[] {
  const match = /^(?:[^@:/\s]+@)?(\[[0-9A-Fa-f:]+\]|[^@:/[\]\s\\]+):(?!\/\/)/.exec(word);
  const host = match?.[1] ?? '';
  const isCertain = word.includes('@') || host.includes('.');
  return isCertain && !word.startsWith('-') ? parsedHost(`http://${host}`) : [];
}

function sshHost(word: string): readonly string[] {
  return word.includes('://') ? [] : parsedHost(`http://${word.slice(word.lastIndexOf('@') + 1)}`);
}

function firstOperand(words: readonly string[], valued: string): readonly string[] {
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) return [word];
    if (valued.includes(word.at(-1) ?? '-') && word.length === 2) at += 1;
  }
  return [];
}

/** bash opens a connection for these. */
function bashDevice(file: string): readonly string[] {
  const host = /^\/dev\/(?:tcp|udp)\/([^/]+)\//.exec(file)?.[1];
  return host === undefined ? [] : parsedHost(`http://${host}`);
}
