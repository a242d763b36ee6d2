import assert from 'node:assert/strict';
import { test } from 'node:test';
import { knownTools } from './known-tools.ts';

const tools = [...new Set(knownTools.values())];

test('no program stands in two tools', () => {
  const names = tools.flatMap((tool) => tool.names);
  assert.deepEqual(
    names.filter((name, at) => names.indexOf(name) !== at),
    [],
  );
});

test('an option that is judged by its value is read with its value', () => {
  for (const tool of tools) {
    const verbs = Object.values(tool.verbs ?? {}).flatMap((risk) => (typeof risk === 'object' ? [risk.but] : []));
    const judged = [tool.but ?? {}, tool.front ?? {}, ...verbs].flatMap((floors) =>
      Object.entries(floors).flatMap(([names, floor]) => (typeof floor === 'function' ? names.split('|') : [])),
    );
    const values = tool.values?.split(/\s+/) ?? [];
    assert.deepEqual(
      judged.filter((name) => !values.includes(name)),
      [],
      tool.names[0],
    );
  }
});

test('a tool is told apart by verbs or judged, not both', () => {
  for (const tool of tools) assert.notEqual(tool.verbs === undefined, tool.judge === undefined, tool.names[0]);
});
