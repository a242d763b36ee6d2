// Where curl and wget go. Each operand is a URL, with or without a scheme, so a host is named only where every word is understood.

/** Short options that take a value, and long ones without their dashes. */
interface TransferOptions {
  readonly valued: string;
  readonly valuedLong: ReadonlySet<string>;
  readonly flags: string;
  readonly longFlags: ReadonlySet<string>;
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const programs: ReadonlyMap<string, TransferOptions> = new Map([
  [
    'curl',
    {
      valued: 'AbcCdDeEFHmorTuwXyYz',
      valuedLong: set(
        'data data-raw data-binary data-ascii data-urlencode json header user user-agent output output-dir request form form-string cookie cookie-jar upload-file max-time connect-timeout retry retry-delay retry-max-time write-out cacert cert key range referer oauth2-bearer url-query limit-rate max-redirs max-filesize',
      ),
      flags: 'afgGiIjJklLnNOqRsSvV046#Z',
      longFlags: set(
        'silent show-error fail fail-with-body include head insecure location verbose get globoff compressed no-buffer remote-name remote-header-name http1.1 http2 ipv4 ipv6 netrc basic digest create-dirs no-progress-meter progress-bar tlsv1.2 tlsv1.3 retry-all-errors retry-connrefused',
      ),
    },
  ],
  [
    'wget',
    {
      valued: 'OPToUtw',
      valuedLong: set(
        'header user password user-agent output-document output-file directory-prefix method body-data body-file post-data post-file timeout tries wait limit-rate referer',
      ),
      flags: 'qcSvN46',
      longFlags: set(
        'quiet continue server-response verbose no-verbose content-on-error no-check-certificate timestamping',
      ),
    },
  ],
]);

/** The URLs that it opens, with a scheme each; null: not curl or wget, or one of its words is not understood. */
export function transferUrls(program: string, words: readonly string[]): readonly string[] | null {
  const options = programs.get(program);
  if (options === undefined) return null;
  const urls: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!word.startsWith('-') || word === '-') urls.push(word);
    else if (word === '--url' || word.startsWith('--url=')) {
      if (word === '--url') at += 1;
      urls.push(word === '--url' ? (words[at] ?? '') : word.slice('--url='.length));
    } else {
      const values = valuesOf(word, options);
      if (values === null) return null;
      at += values;
    }
  }
  return urls.map((url) => (url.includes('://') ? url : `http://${url}`));
}

/** How many of the next words belong to an option; null: it is not known. */
function valuesOf(word: string, options: TransferOptions): 0 | 1 | null {
  if (word.startsWith('--')) {
    const cut = word.indexOf('=');
    const name = word.slice(2, cut < 0 ? undefined : cut);
    if (options.longFlags.has(name)) return 0;
    if (!options.valuedLong.has(name)) return null;
    return cut < 0 ? 1 : 0;
  }
  for (let at = 1; at < word.length; at += 1) {
    const letter = word[at] ?? '';
    if (options.valued.includes(letter)) return at + 1 < word.length ? 0 : 1;
    if (!options.flags.includes(letter)) return null;
  }
  return 0;
}
