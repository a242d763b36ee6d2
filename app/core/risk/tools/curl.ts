// curl, by its method. Every option that is not listed makes it unknown: it has some that read files, hosts and more options.
import { gravest } from '../gravest.ts';
import { methodRisk, overridesMethod, sendsFile } from '../method-risk.ts';
import type { ToolRisk } from '../tool-risk.ts';
import { has, type Use, valuesOf } from '../use.ts';
import { judgeAddresses } from '../web-address.ts';

const data = '-d|--data|--data-raw|--data-binary|--data-ascii|--data-urlencode';
const body = '--json|-F|--form|--form-string';

export const curl = {
  names: ['curl'],
  target: 'a web address',
  flags: `-s --silent -S --show-error -f --fail --fail-with-body -L --location -i --include -I --head -G --get --compressed -g --globoff
    -N --no-buffer --http1.1 --http2 -q --disable --no-progress-meter --tlsv1.2 --tlsv1.3 --retry-all-errors --retry-connrefused`,
  values: `-H --header -A --user-agent -u --user -m --max-time --connect-timeout --retry --retry-delay --retry-max-time -w --write-out
    -X --request -d --data --data-raw --data-binary --data-ascii --data-urlencode --json -F --form --form-string -T --upload-file
    -o --output -c --cookie-jar -D --dump-header --trace --trace-ascii --stderr --etag-save --output-dir -e --referer --max-redirs --url
    -b --cookie -r --range --oauth2-bearer -K --config -x --proxy -E --cert`,
  but: {
    '-o|--output|-D|--dump-header': (file) => (/^(?:-|\/dev\/null)$/.test(file) ? 'read' : 'write'),
    '-O|--remote-name|--remote-name-all|-c|--cookie-jar|--trace|--trace-ascii|--stderr|--etag-save|--output-dir|-J|-R':
      'write',
    '-w|--write-out': (format) => (/%output|^@/.test(format) ? 'unknown' : 'read'),
    '-K|--config|-x|--proxy|-E|--cert|-k|--insecure|-n|--netrc|--next|-Q|--quote': 'unknown',
    '-T|--upload-file': 'write',
  },
  judge: (use: Use) => {
    const { class: asked, target } = judgeAddresses([...use.operands, ...valuesOf(use, '--url')]);
    const methods = valuesOf(use, '-X|--request');
    const sent = valuesOf(use, data);
    const posts = has(use, body) || (sent.length > 0 && !has(use, '-G|--get')) || has(use, '-T|--upload-file');
    const hidden = sendsFile(sent) || valuesOf(use, '-H|--header').some(overridesMethod);
    const done = methodRisk(methods, posts);
    const [method = has(use, '-I|--head') ? 'HEAD' : posts ? 'POST' : 'GET'] = methods;
    return { class: gravest([asked, done, hidden && done === 'read' ? 'unknown' : 'read']), words: [method], target };
  },
} as const satisfies ToolRisk;
