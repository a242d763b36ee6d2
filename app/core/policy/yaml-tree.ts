// YAML as plain values, with the place of each. Of YAML only what a policy needs: no anchors, aliases, tags, merges, second
// documents or deep nests, so that no text can be small and mean much, or take long to read.
import { Composer, isMap, isScalar, isSeq, Lexer, LineCounter, type Node, type ParsedNode, Parser, visit } from 'yaml';
import type { PolicyProblem } from '../../contract/policy.ts';
import { policyLimits } from '../../contract/policy.ts';

/** Where a value stands: keys and indexes from the top. */
export type YamlPath = readonly PropertyKey[];

export interface YamlTree {
  readonly value: unknown;
  /** Of the value, or of its key; of what is not there, of the nearest thing around it. */
  placeOf(path: YamlPath, part?: 'key' | 'value'): { readonly line: number; readonly column: number };
}

export type ReadYaml =
  | { readonly kind: 'tree'; readonly tree: YamlTree }
  | { readonly kind: 'invalid'; readonly problems: readonly PolicyProblem[] };

export function readYaml(text: string): ReadYaml {
  const lines = new LineCounter();
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const invalid = (offset: number, says: string): ReadYaml => ({
    kind: 'invalid',
    problems: [{ ...at(offset), says }],
  });
  if (Buffer.byteLength(text) > policyLimits.fileBytes) return invalid(0, 'A policy is at most 1 MiB long.');
  if (!text.isWellFormed()) return invalid(0, 'This is not valid text: part of a character is missing.');
  const documents = compose(text, lines);
  if (typeof documents === 'number') return invalid(documents, 'This goes deeper, or has more parts, than any policy.');
  const [document, second] = documents;
  if (document === undefined) return invalid(0, 'A policy begins with “version: 1”.');
  if (second !== undefined)
    return invalid(second.range[0], 'A policy is one document: remove the line with three dashes.');
  const faults = document.errors.map(({ code, pos }) => ({
    ...at(pos[0]),
    says: faultWords[code] ?? faultWords.OTHER ?? '',
  }));
  if (faults.length > 0) return { kind: 'invalid', problems: faults.slice(0, 20) };
  const problems: PolicyProblem[] = [];
  const refuse = (node: { range?: readonly number[] | null | undefined }, says: string) => {
    problems.push({ ...at(node.range?.[0] ?? 0), says });
  };
  visit(document, {
    Alias: (_, node) =>
      refuse(
        node,
        'A name with * stands for something elsewhere in YAML, which a policy may not use. Quote text that begins with *.',
      ),
    Node: (_, node) => {
      if ('anchor' in node && node.anchor !== undefined)
        refuse(node, 'A policy uses no names with & in front. Quote text that begins with &.');
      if (node.tag !== undefined)
        refuse(node, 'A policy uses no types with ! in front. Quote text that begins with !.');
    },
    Map: (_, { items }) => {
      const seen = new Set<string>();
      for (const { key } of items as readonly { readonly key: Node | null }[]) {
        const name = isScalar(key) ? key.value : null;
        if (typeof name !== 'string' || name === '__proto__')
          refuse(key ?? {}, 'This cannot be a name here. Put names that are numbers in quotation marks.');
        else if (seen.has(name)) refuse(key ?? {}, 'This is here twice. Keep one of them.');
        else seen.add(name);
      }
    },
  });
  if (problems.length > 0) return { kind: 'invalid', problems: problems.slice(0, 20) };
  const root = document.contents;
  return {
    kind: 'tree',
    tree: { value: plain(root), placeOf: (path, part = 'value') => at(offsetOf(root, path, part)) },
  };
}

const mostParts = 300_000;
const deepest = 40;

/** The documents, or the offset of what is too much. */
function compose(text: string, lines: LineCounter) {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  const tokens = [];
  let parts = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    parts += 1;
    if (parts > mostParts || parser.stack.length > deepest) return parser.offset;
  }
  for (const token of parser.end()) tokens.push(token);
  // Keys that are there twice are found here below, since the parser takes minutes for it.
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    strict: true,
    uniqueKeys: false,
    merge: false,
    resolveKnownTags: false,
  });
  return [...composer.compose(tokens, false, text.length)];
}

const faultWords: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'Indent with spaces: YAML does not take tabs here.',
  BAD_INDENT: 'This line is indented otherwise than the lines it belongs to, or a bracket is not closed.',
  MISSING_CHAR: 'Something is missing here: a colon, a dash, a quotation mark or a bracket.',
  BAD_ALIAS: 'Quote text that begins with *.',
  OTHER: 'This is not YAML. Look at the colons, dashes, spaces and quotation marks around here.',
};

function plain(node: Node | null): unknown {
  if (isMap(node)) {
    return Object.fromEntries(
      node.items.map(({ key, value }) => [isScalar(key) ? String(key.value) : '', plain(asNode(value))]),
    );
  }
  if (isSeq(node)) return node.items.map((item) => plain(asNode(item)));
  return isScalar(node) ? node.value : null;
}

function offsetOf(root: Node | ParsedNode | null, path: YamlPath, part: 'key' | 'value'): number {
  let node = root;
  let offset = root?.range?.[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === step) : undefined;
    const next = isSeq(node) ? asNode(node.items[Number(step)]) : asNode(pair?.value);
    const key = asNode(pair?.key);
    const isLast = depth === path.length - 1;
    offset = (isLast && part === 'key' ? key?.range?.[0] : next?.range?.[0]) ?? key?.range?.[0] ?? offset;
    node = next;
  }
  return offset;
}

function asNode(value: unknown): Node | null {
  return isMap(value) || isSeq(value) || isScalar(value) ? value : null;
}
