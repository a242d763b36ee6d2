import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { type ParseError, parse as parseJsonc } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { type FaultCode, faultCodeOf } from '../../contract/fault.ts';
import { findEntry, withEntry, withoutEntry } from './config-text.ts';
import { ourEntry } from './entry.ts';
import type { ConfigForm } from './program-table.ts';

const entry = ourEntry('/usr/bin/node', '/opt/postern/postern-mcp.mjs', 'cursor');
const loose: ConfigForm = { format: 'jsonc', list: 'mcpServers', entry: 'plain' };
const strict: ConfigForm = { ...loose, format: 'json' };
const toml: ConfigForm = { format: 'toml', list: 'mcp_servers', entry: 'plain' };

function connected(form: ConfigForm, text: string): string {
  const after = withEntry(form, Buffer.from(text), entry);
  assert.deepEqual(findEntry(form, after)?.entry, entry);
  return after.toString();
}

function disconnected(form: ConfigForm, text: string): string {
  const after = withoutEntry(form, Buffer.from(text));
  assert.equal(findEntry(form, after), null);
  return after.toString();
}

function jsonOf(text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parseJsonc(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true });
  assert.deepEqual(errors, []);
  return value;
}

function refused(code: FaultCode, form: ConfigForm, text: string | Buffer): void {
  const bytes = Buffer.from(text);
  assert.throws(
    () => withEntry(form, bytes, entry),
    (thrown) => faultCodeOf(thrown) === code,
    `${code}: ${text}`.slice(0, 99),
  );
}

test('a new entry comes behind the others, in their own layout, and disconnecting gives back every byte', () => {
  const files = {
    'two spaces': '{\n  "mcpServers": {\n    "other": {"command": "x"}\n  },\n  "theme": "dark"\n}\n',
    tabs: '{\n\t"mcpServers": {\n\t\t"other": {\n\t\t\t"command": "x"\n\t\t}\n\t}\n}',
    'three spaces': '{\n   "a": 1,\n   "mcpServers": {\n      "other": {}\n   }\n}\n',
    CRLF: '{\r\n  "mcpServers": {\r\n    "other": {}\r\n  }\r\n}\r\n',
    BOM: '\uFEFF{\n  "mcpServers": {\n    "other": {}\n  }\n}\n',
    'comments everywhere':
      '// head\n{\n  /* a */ "mcpServers": {\n    // before\n    "other": {}, // beside\n    "last": {} /* of last */ // and more\n    // at the end\n  } // tail\n}\n// foot\n',
    'trailing commas': '{\n  "mcpServers": {\n    "other": {},\n  },\n}\n',
    'trailing comma and comment': '{\n  "mcpServers": {\n    "other": {}, // mine, yours\n  },\n}\n',
    'a comma on a line of its own': '{\n  "mcpServers": {\n    "other": {}\n    ,\n  }\n}\n',
    'one line': '{"mcpServers":{"other":{"command":"x"}},"n":1}',
    'one line with trailing comma': '{"mcpServers":{"other":{},},}',
    'duplicate keys elsewhere': '{\n  "a": 1,\n  "a": 2,\n  "mcpServers": {\n    "other": {"b": 1, "b": 2}\n  }\n}\n',
    'huge and odd numbers':
      '{\n  "big": 123456789012345678901234567890,\n  "f": 1.0,\n  "e": 1E400,\n  "mcpServers": {\n    "o": {"n": -0.10}\n  }\n}\n',
    'an empty object': '{\n  "x": [],\n  "mcpServers": {}\n}\n',
  };
  for (const [what, text] of Object.entries(files)) {
    const after = connected(loose, text);
    assert.equal(disconnected(loose, after), text, what);
    jsonOf(after);
  }
});

test('what is written looks as a person would have written it', () => {
  assert.equal(
    connected(loose, '{\r\n\t"mcpServers": {\r\n\t\t"other": {} // mine\r\n\t}\r\n}\r\n'),
    '{\r\n\t"mcpServers": {\r\n\t\t"other": {}, // mine\r\n\t\t"postern": {\r\n\t\t\t"command": "/usr/bin/node",\r\n\t\t\t"args": [\r\n' +
      '\t\t\t\t"/opt/postern/postern-mcp.mjs",\r\n\t\t\t\t"--client",\r\n\t\t\t\t"cursor"\r\n\t\t\t]\r\n\t\t}\r\n\t}\r\n}\r\n',
  );
  const compact = JSON.stringify({ command: entry.command, args: entry.args });
  assert.equal(connected(loose, '{"a":1}'), `{"a":1,"mcpServers":{"postern":${compact}}}`);
  const fresh = `${JSON.stringify({ mcpServers: { postern: { ...entry } } }, null, 2)}\n`;
  for (const nothing of ['', ' \n']) assert.equal(connected(loose, nothing), fresh);
  assert.equal(withEntry(loose, null, entry).toString(), fresh);
  assert.equal(connected(loose, '{}\n'), fresh);
});

test('what stands beside our entry stays when that goes, wherever it stands', () => {
  const ours = '"postern": {"command": "n", "args": ["/x/postern-mcp.mjs"]}';
  const rows: [string, string][] = [
    [`{"mcpServers": {${ours}, "b": 2}}`, '{"mcpServers": { "b": 2}}'],
    [`{"mcpServers": { "a": 1, ${ours} }}`, '{"mcpServers": { "a": 1 }}'],
    [
      `{\n  "mcpServers": { // s\n    ${ours}, // ours\n    "b": 2\n  }\n}`,
      '{\n  "mcpServers": { // s // ours\n    "b": 2\n  }\n}',
    ],
    [
      `{\n  "mcpServers": {\n    // why\n    ${ours}\n    // end\n  }\n}`,
      '{\n  "mcpServers": {\n    // why\n    // end\n  }\n}',
    ],
    [`{\n  "mcpServers": {\n    ${ours}\n  }\n}`, '{\n  "mcpServers": {}\n}'],
    [`{"mcpServers": {"a": 1, // x\n${ours}}}`, '{"mcpServers": {"a": 1 // x}}'],
  ];
  for (const [before, after] of rows.slice(0, 5)) assert.equal(disconnected(loose, before), after);
  // The comment would swallow what follows it: that one is left alone.
  const [swallowed = ''] = rows[5] ?? [];
  assert.throws(
    () => withoutEntry(loose, Buffer.from(swallowed)),
    (thrown) => faultCodeOf(thrown) === 'config_unclear',
  );
});

test('repair changes the command alone: a time limit that the person added stays', () => {
  const text =
    '{\n  "mcpServers": {\n    "postern": {"command": "node", "args": ["/old/postern-mcp.mjs"], "timeout": 5} // x\n  }\n}';
  assert.deepEqual(jsonOf(connected(loose, text)), {
    mcpServers: { postern: { command: entry.command, args: entry.args, timeout: 5 } },
  });
});

test('what cannot be understood is refused, never mended', () => {
  refused('config_unreadable', loose, '{"mcpServers": {');
  refused('config_unreadable', loose, '{"mcpServers": {} } x');
  refused('config_unreadable', loose, Buffer.from([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]));
  refused('config_unreadable', loose, '['.repeat(200_000));
  refused('config_unreadable', strict, '{\n  // a comment\n  "mcpServers": {}\n}');
  refused('config_unreadable', strict, '{"mcpServers": {},}');
  refused('config_shape', loose, '[]');
  refused('config_shape', loose, '"text"');
  refused('config_shape', loose, '{"mcpServers": []}');
  refused('config_shape', loose, '{"mcpServers": null}');
  refused('config_unclear', loose, '{"mcpServers": {}, "mcpServers": {"a": 1}}');
  refused('config_unclear', loose, '{"mcpServers": {"postern": {}, "postern": {}}}');
  refused('config_unreadable', toml, 'a = \n');
  refused('config_shape', toml, 'mcp_servers = 3\n');
  // Closed for good by TOML's own rules.
  refused('config_unclear', toml, 'mcp_servers = { other = { command = "x" } }\n');
});

test('a TOML file keeps its comments, its numbers and its layout, and disconnecting gives back every byte', () => {
  const files = [
    '',
    '# head\nmodel = "o" # why\nbig = 9223372036854775807\nwhen = 1979-05-27T07:32:00Z\n\n[mcp_servers.other]\ncommand = "x" # mine\n\n# about the next\n[[list]]\na = 1\n',
    '[a]\r\nb = 1\r\n',
  ];
  for (const text of files) {
    const after = connected(toml, text);
    assert.ok(after.startsWith(text));
    assert.equal(disconnected(toml, after), text);
  }
  const between =
    '[mcp_servers.postern]\ncommand = "n"\nargs = ["/x/postern-mcp.mjs"]\n[mcp_servers.postern.env]\nA = "b"\n\n# of c\n[c]\nd = 1\n';
  assert.equal(disconnected(toml, between), '\n# of c\n[c]\nd = 1\n');
  // What only looks like our table is left alone, and so is ours beside it.
  const inText = connected(toml, 'a = """\n[mcp_servers.postern]\n"""\n');
  assert.throws(
    () => withoutEntry(toml, Buffer.from(inText)),
    (thrown) => faultCodeOf(thrown) === 'config_unclear',
  );
  const moved = connected(toml, between);
  assert.deepEqual(JSON.parse(JSON.stringify(parseToml(moved))), {
    c: { d: 1 },
    mcp_servers: { postern: { ...entry, args: [...entry.args] } },
  });
});

test('any file keeps every other key through connect and disconnect', () => {
  const name = fc.string({ maxLength: 6 });
  const plain = { noNullPrototype: true };
  const servers = fc.dictionary(
    name.filter((key) => key !== 'postern' && key !== '__proto__'),
    fc.jsonValue({ maxDepth: 2 }),
    plain,
  );
  const others = fc.dictionary(
    name.filter((key) => key !== 'mcpServers' && key !== '__proto__'),
    fc.jsonValue({ maxDepth: 3 }),
    plain,
  );
  const layout = fc.record({
    indent: fc.constantFrom('', ' ', '  ', '   ', '\t'),
    eol: fc.constantFrom('\n', '\r\n'),
    lead: fc.constantFrom('', '\uFEFF', '// c\n', '\n\n'),
    first: fc.boolean(),
    listed: fc.boolean(),
  });
  fc.assert(
    fc.property(servers, others, layout, (list, rest, { indent, eol, lead, first, listed }) => {
      const own = listed ? { mcpServers: list } : {};
      const json = JSON.stringify(first ? { ...own, ...rest } : { ...rest, ...own }, null, indent).replaceAll(
        '\n',
        eol,
      );
      const value = JSON.parse(json);
      const after = connected(loose, lead + json);
      const servers = { ...value.mcpServers, postern: { command: entry.command, args: entry.args } };
      assert.ok(after.startsWith(lead));
      assert.deepEqual(JSON.parse(after.slice(lead.length)), { ...value, mcpServers: servers });
      const back = disconnected(loose, after);
      assert.deepEqual(JSON.parse(back.slice(lead.length)), { ...value, mcpServers: value.mcpServers ?? {} });
      if (listed) assert.equal(back, lead + json);
    }),
    { numRuns: 100 },
  );
});
