// Makes the bundled shim start sooner: a module of plain values is worked out when it is built, and a validator that it never calls
// is left out.
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';

/** The SDK checks with it what a person types into a form of the client, which Postern never asks for. */
const validator = /\/ajv-provider\.js$/;
const noValidator = '\0no-validator';
const plainValues = /\/mcp-shim\/listed-tools\.ts$/;

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
  };
}
