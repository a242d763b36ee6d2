// Finds every import of a source file: static, type-only, re-exported, dynamic, and `import('…').X` in types.
import { parseSync, Visitor } from 'rolldown/utils';

export interface Import {
  readonly from: string;
  /** Imported names; empty for a namespace, a side effect or a dynamic import. */
  readonly names: readonly string[];
}

export interface Source {
  readonly imports: readonly Import[];
  /** Reads of globals, as written: `Date.now`, `console`, `setTimeout` … */
  readonly globals: readonly string[];
  readonly hasDefaultExport: boolean;
  /** A file whose whole text is re-exports. */
  readonly isBarrel: boolean;
}

/** @throws Error when the text cannot be parsed: what cannot be read cannot be checked */
export function readSource(file: string, text: string): Source {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message ?? 'does not parse'}`);
  const imports: Import[] = [];
  const globals: string[] = [];
  let hasDefaultExport = false;
  let reExports = 0;
  const visitor = new Visitor({
    ImportDeclaration(node) {
      const names = node.specifiers.flatMap((specifier) =>
        specifier.type === 'ImportSpecifier' && specifier.imported.type === 'Identifier'
          ? [specifier.imported.name]
          : [],
      );
      imports.push({ from: node.source.value, names });
    },
    ExportNamedDeclaration(node) {
      if (node.source === null) return;
      reExports += 1;
      imports.push({ from: node.source.value, names: [] });
    },
    ExportAllDeclaration(node) {
      reExports += 1;
      imports.push({ from: node.source.value, names: [] });
    },
    ExportDefaultDeclaration() {
      hasDefaultExport = true;
    },
    ImportExpression(node) {
      const literal = node.source.type === 'Literal' && typeof node.source.value === 'string';
      imports.push({
        from: literal ? String(node.source.type === 'Literal' ? node.source.value : '') : '(computed)',
        names: [],
      });
    },
    TSImportType(node) {
      imports.push({ from: node.source.value, names: [] });
    },
    CallExpression(node) {
      const { callee } = node;
      const [argument] = node.arguments;
      if (callee.type === 'Identifier' && callee.name === 'require' && argument?.type === 'Literal') {
        imports.push({ from: String(argument.value), names: [] });
      }
      if (callee.type === 'Identifier') globals.push(callee.name);
    },
    MemberExpression(node) {
      if (node.object.type !== 'Identifier') return;
      globals.push(node.object.name);
      if (node.property.type === 'Identifier') globals.push(`${node.object.name}.${node.property.name}`);
    },
  });
  visitor.visit(program);
  return { imports, globals, hasDefaultExport, isBarrel: reExports > 0 && reExports === program.body.length };
}
