// Every tool's data, held to the commands of `vectors/<tool>.json`; `adversarial.json` tries to pass a change off as a read.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { z } from 'zod';
import { RiskClass } from '../../contract/risk.ts';
import { readCommand } from '../commands/read-command.ts';
import { gravest } from './gravest.ts';
import { riskOf } from './risk-of.ts';
import type { OptionFloors, ToolRisk, VerbRisk } from './tool-risk.ts';
import { knownTools } from './tools/known-tools.ts';

const Vectors = z.array(
  z.strictObject({
    command: z.string(),
    class: RiskClass,
    verb: z.array(z.string()).optional(),
    target: z.string().nullable().optional(),
  }),
);
const folder = new URL('./vectors/', import.meta.url);
const files = readdirSync(folder).sort();
const major = 'gh git aws gcloud kubectl psql docker npm curl'.split(' ');

for (const file of files) {
  const vectors = Vectors.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
  test(`${file}: each command has its class`, () => {
    const found = vectors.map(({ command, ...expected }) => {
      const risk = riskOfLine(command);
      return { command, ...expected, ...Object.fromEntries(Object.keys(expected).map((key) => [key, risk[key]])) };
    });
    const wrong = found.filter((one, at) => JSON.stringify(one) !== JSON.stringify(vectors[at]));
    assert.deepEqual(wrong, []);
  });
  test(`${file} shows every class that its data uses`, () => {
    const programs = new Set(vectors.map(({ command }) => command.split(/\s/)[0] ?? ''));
    const tools = file === 'adversarial.json' ? [] : [...programs].flatMap((name) => knownTools.get(name) ?? []);
    const shown = new Set(vectors.map((vector) => vector.class));
    for (const one of new Set(tools.flatMap(classesOf))) assert.ok(shown.has(one), `${file} has no example of ${one}`);
    assert.ok(vectors.length >= (major.includes(file.replace('.json', '')) ? 20 : 6), `${file} is short`);
  });
}

test('every tool stands in a vector', () => {
  const commands = files.flatMap((file) => Vectors.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))));
  const programs = new Set(commands.map(({ command }) => command.split(/\s/)[0] ?? ''));
  const missing = [...new Set(knownTools.values())].filter((tool) => !tool.names.some((name) => programs.has(name)));
  assert.deepEqual(
    missing.map(({ names }) => names[0]),
    [],
  );
});

/** As grave as its gravest command; verb and target are those of the first. */
function riskOfLine(line: string): Readonly<Record<string, unknown>> {
  const { commands, parsed } = readCommand({ kind: 'shell', line, shell: '/bin/bash' });
  const risks = commands.map(riskOf);
  const classes = [...risks.map((risk) => risk.class), ...(parsed ? [] : (['unknown'] as const))];
  return { ...risks[0], class: gravest(classes) };
}

function classesOf(tool: ToolRisk): readonly RiskClass[] {
  return [
    ...Object.values(tool.verbs ?? {}).flatMap(classesOfVerb),
    ...[tool.but, tool.front].flatMap((floors) => classesOfFloors(floors ?? {})),
  ];
}

function classesOfVerb(risk: VerbRisk): readonly RiskClass[] {
  if (typeof risk === 'string') return [risk];
  return typeof risk === 'object' ? [risk.is, ...classesOfFloors(risk.but)] : [];
}

function classesOfFloors(floors: OptionFloors): readonly RiskClass[] {
  return Object.values(floors).flatMap((floor) => (typeof floor === 'string' ? [floor] : []));
}
