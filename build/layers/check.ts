// Holds every source file against the layer table. An import that nobody has categorised is an error, as is a file that
// belongs to no layer.
import { posix } from 'node:path';
import type { Source } from './imports.ts';
import { readSource } from './imports.ts';
import type { Layer } from './layers.ts';
import { corePortsOnly, layers, maxLines, oneImporter, oneImporterOfName, testPackages } from './layers.ts';

export interface SourceFile {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** One sentence for each thing that breaks a rule; empty: the house stands. */
export function checkLayers(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(checkFile);
}

function checkFile({ path, text }: SourceFile): string[] {
  const layer = layerOf(path);
  if (layer === null) return [`${path} belongs to no layer`];
  const source = readSource(path, text);
  return [
    ...source.imports.flatMap(({ from, names }) => [
      ...checkImport(path, layer, from),
      ...checkNames(path, from, names),
    ]),
    ...checkCore(path, source),
    ...checkShape(path, text, source),
  ];
}

function checkImport(path: string, layer: Layer, from: string): string[] {
  if (from.startsWith('.')) return checkRelative(path, layer, posix.join(posix.dirname(path), from));
  const only = oneImporter[from];
  if (only !== undefined && only !== path && !isTest(path) && !path.startsWith('e2e/'))
    return [`${path} imports ${from}: only ${only} may`];
  const allowed = isTest(path) ? [...layer.packages, ...testPackages] : layer.packages;
  return allowed.some((name) => matches(name, from)) ? [] : [`${path} imports ${from}: not allowed in ${layer.path}`];
}

function checkRelative(path: string, layer: Layer, target: string): string[] {
  const other = layerOf(target);
  if (other === null) return [`${path} imports ${target}, which belongs to no layer`];
  if (other.path === layer.path || layer.layers.includes(other.path)) return [];
  // Within the core its rooms are one layer; crypto is listed apart only for node:crypto.
  if (layer.path.startsWith('app/core/') && other.path.startsWith('app/core/')) return [];
  if (isTest(path))
    return isBelow(other.path) ? [] : [`${path} (a test) imports ${target}: it may not reach into ${other.path}`];
  return [`${path} imports ${target}: ${layer.path} may not import ${other.path}`];
}

function checkNames(path: string, from: string, names: readonly string[]): string[] {
  return oneImporterOfName
    .filter(({ module, name, file }) => module === from && names.includes(name) && file !== path && !isTest(path))
    .map(({ name, file }) => `${path} imports ${name}: only ${file} may`);
}

function checkCore(path: string, { globals }: Source): string[] {
  if (!path.startsWith('app/core/') || isTest(path)) return [];
  return [...new Set(globals)]
    .filter((name) => corePortsOnly.includes(name))
    .map((name) => `${path} uses ${name}: the core reaches it only through a port`);
}

function checkShape(path: string, text: string, source: Source): string[] {
  const lines = text.split('\n').length - 1;
  return [
    ...(lines > maxLines && !isTest(path) ? [`${path} has ${lines} lines: over ${maxLines} it holds two things`] : []),
    ...(source.hasDefaultExport && !defaultExports.some((ending) => path.endsWith(ending))
      ? [`${path} has a default export`]
      : []),
    ...(source.isBarrel ? [`${path} only re-exports`] : []),
  ];
}

/** The tools that read these files ask for a default export. */
const defaultExports = ['vite.config.ts', 'playwright.config.ts', '.d.ts'];

function layerOf(path: string): Layer | null {
  const found = layers.filter((layer) =>
    layer.path.endsWith('/') ? path.startsWith(layer.path) : path === layer.path,
  );
  return found.sort((a, b) => b.path.length - a.path.length)[0] ?? null;
}

/** A test runs its part against the real things around it: all of app, but no window, page or shim. */
function isBelow(path: string): boolean {
  return path.startsWith('app/') && !path.startsWith('app/electron/preloads/');
}

function isTest(path: string): boolean {
  return /\.(?:test|testkit|fixture|probe)\.tsx?$/.test(path) || /-fixture\.ts$/.test(path);
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}
