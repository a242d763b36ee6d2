// Makes the bundled shim start sooner and take less memory, by what its build leaves out or works out beforehand. It changes nothing
// that the shim does.
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';

/** The SDK checks with it what a person types into a form of the client, which Postern never asks for. */
const validator = /\/ajv-provider\.js$/;
const noValidator = '\0no-validator';
const plainValues = /\/mcp-shim\/listed-tools\.ts$/;
/** It makes the schema of every message of the protocol, of which a server of tools alone needs half. */
const protocolSchemas = /\/@modelcontextprotocol\/sdk\/dist\/esm\/types\.js$/;
const schemaDeclared = /^export const (\w+Schema) = ([\s\S]*?);\n(?=\S|$)/gm;

export function leanShim(): Plugin {
  return {
    name: 'lean-shim',
    enforce: 'pre',
    applyToEnvironment: ({ name }) => name === 'shim',
    resolveId: (source) => (validator.test(source) ? noValidator : undefined),
    load: async (id) => {
      if (id === noValidator) return 'export class AjvJsonSchemaValidator {}';
      if (!plainValues.test(id)) return undefined;
      const exported: Record<string, unknown> = await import(pathToFileURL(id).href);
      return Object.entries(exported)
        .map(([name, value]) => `export const ${name} = JSON.parse(${JSON.stringify(JSON.stringify(value))});\n`)
        .join('');
    },
    // Says that making a schema changes nothing else, so that the bundler drops those that nobody uses.
    transform: (code, id) =>
      protocolSchemas.test(id)
        ? code.replaceAll(schemaDeclared, 'export const $1 = /* @__PURE__ */ (() => $2)();\n')
        : undefined,
    // One byte a character in V8's memory; and nobody who reads the file meets a letter that looks like another.
    generateBundle: (_options, bundle) => {
      for (const output of Object.values(bundle)) {
        if (output.type === 'chunk') output.code = output.code.replaceAll(/[\u0080-\uffff]/g, escaped);
      }
    },
  };
}

/** A UTF-16 unit, as strings, templates and expressions may write it. */
function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
