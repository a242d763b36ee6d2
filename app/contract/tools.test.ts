import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CallFinding } from './call-outcome.ts';
import { faultMessages } from './fault.ts';
import { guide, instructions } from './guide.ts';
import { MaskedSecret, ToolOutput } from './tool-schemas.ts';
import { toolListing, tools } from './tools.ts';

test('the tools are these fourteen', () => {
  assert.deepEqual(Object.keys(tools).toSorted(), [
    'cancel_request',
    'get_guide',
    'http_request',
    'list_secrets',
    'lock',
    'request_secret',
    'run_with_secrets',
    'scan_text',
    'secret_exists',
    'secret_get_masked',
    'session_status',
    'set_ttl',
    'update_secret',
    'wait_for_request',
  ]);
});

test('instructions and descriptions are shorter than where clients cut them', () => {
  assert.ok(Buffer.byteLength(instructions) < 4096);
  for (const { description } of toolListing()) assert.ok(Buffer.byteLength(description) < 1024);
});

test('what models are told names only tools and arguments that exist', () => {
  const known = new Set([
    ...Object.keys(tools),
    ...Object.keys(faultMessages),
    ...Object.keys(MaskedSecret.shape),
    ...CallFinding.options,
    ...Object.values(tools).flatMap(({ input, output }) => [...Object.keys(input.shape), ...Object.keys(output.shape)]),
  ]);
  const spoken = `${instructions}\n${guide}`.match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? [];
  assert.deepEqual(
    spoken.filter((word) => !known.has(word)),
    [],
  );
});

/** Every schema inside a schema. */
function* nodes(schema: unknown): Generator<Record<string, unknown>> {
  if (typeof schema !== 'object' || schema === null) return;
  if (!Array.isArray(schema)) yield Object.fromEntries(Object.entries(schema));
  for (const child of Object.values(schema)) yield* nodes(child);
}

test('each tool has a title, words for what it does, and every hint a client looks at', () => {
  for (const { name, title, description, annotations, inputSchema, outputSchema } of toolListing()) {
    assert.ok(title.length > 3 && description.length > 60, name);
    assert.deepEqual(
      Object.keys(annotations).toSorted(),
      ['destructiveHint', 'idempotentHint', 'openWorldHint', 'readOnlyHint'],
      name,
    );
    assert.deepEqual(outputSchema.required, ['status'], name);
    const told = Object.values(inputSchema.properties ?? {}).filter(({ description: words }) => words === undefined);
    assert.deepEqual(told, [], `${name}: an argument without words`);
  }
});

test('schemas keep to what every client reads: objects at the root, one type each, no references, no null', () => {
  for (const { name, inputSchema, outputSchema } of toolListing()) {
    assert.deepEqual(
      [inputSchema.type, outputSchema.type, inputSchema.additionalProperties],
      ['object', 'object', false],
      name,
    );
    for (const node of [...nodes(inputSchema), ...nodes(outputSchema)]) {
      assert.ok(!Array.isArray(node.type) && node.type !== 'null' && !('$ref' in node) && !('$schema' in node), name);
    }
  }
});

test('P1: no tool takes a value, and none gives one', () => {
  for (const { inputSchema } of toolListing()) {
    const fields = [...nodes(inputSchema)].flatMap(({ properties }) => Object.keys(properties ?? {}));
    assert.deepEqual(
      fields.filter((field) => /value|password|token/.test(field)),
      [],
    );
  }
  assert.equal('value' in ToolOutput.shape, false);
});
