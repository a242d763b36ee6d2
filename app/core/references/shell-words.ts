// The words of a command line as a POSIX shell would see them (XCU 2.2, 2.3), where no expansion is needed to see them.

/** What a shell would do more with than take it literally. `~` and `#` only where a word begins. */
const special = '|&;<>()$`*?[\n';

/** null: a quote is left open, or something stands unquoted that a shell would expand, redirect or chain. */
export function splitWords(line: string): readonly string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at] ?? '';
    if (char === ' ' || char === '\t') {
      if (word !== null) words.push(word);
      word = null;
    } else if (char === "'") {
      const end = line.indexOf("'", at + 1);
      if (end < 0) return null;
      word = (word ?? '') + line.slice(at + 1, end);
      at = end;
    } else if (char === '"') {
      const quoted = inDoubleQuotes(line, at + 1);
      if (quoted === null) return null;
      word = (word ?? '') + quoted.text;
      at = quoted.end;
    } else if (char === '\\') {
      at += 1;
      if (at === line.length) return null;
      word = (word ?? '') + (line[at] ?? '');
    } else if (special.includes(char) || (word === null && (char === '~' || char === '#'))) {
      return null;
    } else word = (word ?? '') + char;
  }
  return word === null ? words : [...words, word];
}

/** From behind the opening quote; `end` is the place of the closing one. A backslash goes only before `$`, `` ` ``, `"`, `\`. */
function inDoubleQuotes(line: string, from: number): { readonly text: string; readonly end: number } | null {
  let text = '';
  for (let at = from; at < line.length; at += 1) {
    const char = line[at] ?? '';
    if (char === '"') return { text, end: at };
    if (char === '$' || char === '`') return null;
    if (char === '\\' && '$`"\\'.includes(line[at + 1] ?? ' ')) at += 1;
    text += line[at] ?? '';
  }
  return null;
}
