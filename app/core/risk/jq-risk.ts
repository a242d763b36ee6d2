// Whether a jq program looks at the environment: jq, and the `--jq` of gh and glab, hand it over as `env` and `$ENV`.

/** The field `.env` is no such thing; `env` as a word of its own, even inside of a string, is taken for it. */
export function jqReadsEnvironment(program: string): boolean {
  return /\$ENV\b|\$__prog/.test(program) || /(?<!(?:^|[^.])\.)(?<![\w$-])env(?![\w-])/.test(program);
}

/** The same for any word of jq's own command line, of which one is the program and others are files. */
export function jqWordReadsEnvironment(word: string): boolean {
  return !/\.(?:jsonl?|ya?ml|txt)$/.test(word) && jqReadsEnvironment(word);
}
