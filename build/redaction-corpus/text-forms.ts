// Forms in which a text stays a text: as it is, escaped for JSON, HTML, URLs, shells and languages.
import type { Form } from './forms.ts';
import { leak, within } from './leak-text.ts';
import { bash, perl, python, textOf } from './tools.ts';

export const textForms: readonly Form[] = [
  {
    form: 'raw',
    about: 'as it is, in a line of a log',
    make: ({ value }) => ['2026-11-22T10:04:11Z deploy[412] using ', leak(value), ' for the upload\n'],
  },
  {
    form: 'json-jq',
    about: 'as a JSON string, by jq',
    make: ({ value }) => within(textOf('jq', ['-n', '--arg', 'v', value, '{password: $v}']), /"password": "(.*)"\n\}/s),
  },
  {
    form: 'json-html',
    about: 'as a JSON string that is safe in HTML, as Go writes it',
    make: ({ value }) => ['{"level":"debug","secret":"', leak(htmlSafe(JSON.stringify(value).slice(1, -1))), '"}\n'],
  },
  {
    form: 'json-in-json',
    about: 'as a JSON string in a JSON document that is itself a JSON string, by Node',
    make: ({ value }) =>
      within(`${JSON.stringify({ body: JSON.stringify({ key: value }) })}\n`, /key\\":\\"(.*)\\"\}"\}/s),
  },
  {
    form: 'json-units',
    about: 'every UTF-16 unit as \\uXXXX',
    make: ({ value }) => ['{"k":"', leak(units(value)), '"}\n'],
  },
  {
    form: 'url-min',
    about: 'percent-encoded only where it must be, by encodeURI of Node',
    make: ({ value }) => ['GET /login?next=', leak(encodeURI(value)), ' 302\n'],
  },
  {
    form: 'url-strict',
    about: 'percent-encoded, by quote of Python',
    make: ({ value }) => ['GET /api/v1/keys/', leak(python(`urllib.parse.quote(v, safe='')`, value)), ' 404\n'],
  },
  {
    form: 'url-form',
    about: 'as a field of a form or a query, by quote_plus of Python',
    make: ({ value }) => [
      'POST grant_type=password&password=',
      leak(python('urllib.parse.quote_plus(v)', value)),
      '&x=1\n',
    ],
  },
  {
    form: 'url-every',
    about: 'every byte as %XX, by Perl',
    make: ({ value }) => ['> ', leak(perl('utf8::encode($_); s/(.)/sprintf "%%%02X", ord $1/ges', value)), '\n'],
  },
  {
    form: 'url-twice',
    about: 'percent-encoded twice, as in a URL within a URL, by Python',
    make: ({ value }) => [
      'Location: /sso?return=%2Fapp%3Fkey%3D',
      leak(python(`urllib.parse.quote(urllib.parse.quote(v, safe=''), safe='')`, value)),
      '\n',
    ],
  },
  {
    form: 'html-named',
    about: 'in HTML, by html.escape of Python',
    make: ({ value }) => ['<td class="value">', leak(python('html.escape(v)', value)), '</td>\n'],
  },
  {
    form: 'html-decimal',
    about: 'every character as a decimal reference of HTML',
    make: ({ value }) => ['<td>', leak(perl('s/(.)/"&#".ord($1).";"/ges', value)), '</td>\n'],
  },
  {
    form: 'html-hex',
    about: 'every character as a hexadecimal reference of HTML',
    make: ({ value }) => ['<td>', leak(perl('s/(.)/sprintf "&#x%x;", ord $1/ges', value)), '</td>\n'],
  },
  {
    form: 'shell-trace',
    about: `the trace of a shell script, where ' becomes '\\''`,
    make: ({ value }) =>
      within(bash('login() { true; }; set -x; login --with "$V"', value), /--with (.*)\n\+ true\n$/s),
  },
  {
    form: 'shell-quote',
    about: `quoted for a shell, where ' becomes '"'"', by shlex.quote of Python`,
    make: ({ value }) => ['Running: curl -u ', leak(python('shlex.quote(v)', value)), ' -sS -O\n'],
  },
  {
    form: 'shell-declare',
    about: 'declare -p of bash, in double quotes',
    make: ({ value }) => within(bash('declare -p V', value), /V=(.*)\n$/s),
  },
  {
    form: 'printf-q',
    about: 'printf %q of bash',
    make: ({ value }) => ['+ exec ', leak(bash(`printf %q "$V"`, value, 'C')), ' --verbose\n'],
  },
  {
    form: 'ansi-c',
    about: `$'…' of a shell, by rule`,
    make: ({ value }) => [`key=$'`, leak(ansiC(value)), `'\n`],
  },
  {
    form: 'powershell',
    about: 'in double quotes of PowerShell, by rule',
    make: ({ value }) => ['PS> $env:KEY = "', leak(value.replace(/[`"$]/g, '`$&').replaceAll('\n', '`n')), '"\n'],
  },
  {
    form: 'cmd-caret',
    about: 'outside quotes in a batch file of Windows, by rule',
    make: ({ value }) => [
      'C:\\>set KEY=',
      leak(
        value
          .replace(/[&|<>^"()!]/g, '^$&')
          .replaceAll('%', '%%')
          .replaceAll('\n', '^\n\n'),
      ),
      '\n',
    ],
  },
  {
    form: 'python-repr',
    about: 'repr of Python, as in a traceback',
    make: ({ value }) => ['ValueError: invalid literal: ', leak(python('repr(v)', value)), '\n'],
  },
  {
    form: 'c-escapes',
    about: 'every byte as \\xNN, by Perl',
    make: ({ value }) => [`b'`, leak(perl('utf8::encode($_); s/(.)/sprintf "\\\\x%02x", ord $1/ges', value)), `'\n`],
  },
  {
    form: 'octal-escapes',
    about: 'every byte as \\NNN, by Perl',
    make: ({ value }) => ['"', leak(perl('utf8::encode($_); s/(.)/sprintf "\\\\%03o", ord $1/ges', value)), '"\n'],
  },
  {
    form: 'quoted-printable',
    about: 'quoted-printable of a mail, by Python',
    make: ({ value }) => ['\n', leak(python('quopri.encodestring(v.encode()).decode()', value)), '\n'],
  },
];

function htmlSafe(json: string): string {
  return json.replace(/[<>&]/g, units);
}

function units(text: string): string {
  let written = '';
  for (let i = 0; i < text.length; i++) written += `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return written;
}

function ansiC(text: string): string {
  const escaped = text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n');
  return escaped.replace(/[^\x20-\x7e]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `\\x${byte.toString(16)}`).join(''),
  );
}
