import assert from 'node:assert/strict';
import test from 'node:test';
import { checkLayers } from './check.ts';

const planted: readonly [string, string, string, RegExp][] = [
  [
    'core imports an adapter',
    'app/core/runs/x.ts',
    "import { a } from '../../adapters/a.ts';",
    /may not import app\/adapters/,
  ],
  ['core imports a type of electron', 'app/core/runs/x.ts', "import type { App } from 'electron';", /imports electron/],
  ['core imports node:fs', 'app/core/runs/x.ts', "import 'node:fs';", /imports node:fs/],
  [
    'core outside crypto imports node:crypto',
    'app/core/vault/x.ts',
    "import { createHash } from 'node:crypto';",
    /node:crypto/,
  ],
  [
    'contract imports the core',
    'app/contract/x.ts',
    "export type A = import('../core/a.ts').A;",
    /may not import app\/core/,
  ],
  [
    'the shim imports the core',
    'mcp-shim/x.ts',
    "const a = await import('../app/core/a.ts');",
    /may not import app\/core/,
  ],
  ['a computed import', 'mcp-shim/x.ts', 'const a = await import(name);', /\(computed\)/],
  [
    'a trusted window imports radix',
    'renderer/trusted/x.tsx',
    "import { Dialog } from 'radix-ui';",
    /imports radix-ui/,
  ],
  [
    'the main window imports the trusted one',
    'renderer/main/x.tsx',
    "import '../trusted/a.ts';",
    /may not import renderer\/trusted/,
  ],
  [
    'a re-export across layers',
    'app/contract/x.ts',
    "export { a } from '../core/a.ts';\nexport const b = 1;",
    /may not import app\/core/,
  ],
  [
    'a second importer of node-pty',
    'app/adapters/x.ts',
    "import * as pty from 'node-pty';",
    /only app\/adapters\/pty-runner.ts may/,
  ],
  [
    'a second importer of createCipheriv',
    'app/core/crypto/x.ts',
    "import { createCipheriv } from 'node:crypto';",
    /only app\/core\/crypto\/aead.ts may/,
  ],
  [
    'a second importer of ipcMain',
    'app/electron/x.ts',
    "import { ipcMain } from 'electron';",
    /only app\/electron\/ipc-main.ts may/,
  ],
  ['an unknown package', 'app/socket/x.ts', "import 'left-pad';", /imports left-pad/],
  ['a require', 'app/core/runs/x.ts', "const fs = require('node:fs');", /imports node:fs/],
  ['a clock in the core', 'app/core/runs/x.ts', 'export const now = () => Date.now();', /uses Date.now/],
  ['a timer in the core', 'app/core/runs/x.ts', 'setTimeout(() => {}, 1);', /uses setTimeout/],
  ['a log in the core', 'app/core/runs/x.ts', "console.log('x');", /uses console/],
  ['a default export', 'app/core/runs/x.ts', 'export default 1;', /default export/],
  ['a barrel', 'app/core/runs/x.ts', "export * from './a.ts';", /only re-exports/],
  ['a long file', 'app/core/runs/x.ts', 'const a = 1;\n'.repeat(251), /251 lines/],
  ['a file in no layer', 'lib/x.ts', 'const a = 1;', /belongs to no layer/],
];
for (const [what, path, text, says] of planted) {
  test(`finds ${what}`, () => {
    const broken = checkLayers([{ path, text }]);
    assert.equal(broken.length, 1, broken.join('\n'));
    assert.match(broken[0] ?? '', says);
  });
}

test('lets the house as designed stand', () => {
  const fine = [
    {
      path: 'app/core/runs/x.ts',
      text: "import { z } from 'zod';\nimport { a } from '../../contract/a.ts';\nimport { b } from '../crypto/b.ts';",
    },
    { path: 'app/adapters/pty-runner.ts', text: "import * as pty from 'node-pty';" },
    {
      path: 'app/core/runs/x.test.ts',
      text: "import test from 'node:test';\nimport { a } from '../../adapters/a.ts';",
    },
  ];
  assert.deepEqual(checkLayers(fine), []);
});

test('does not pass over what it cannot parse', () => {
  assert.throws(() => checkLayers([{ path: 'app/core/runs/x.ts', text: 'const = ;' }]));
});
