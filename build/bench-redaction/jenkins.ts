// The masking of Jenkins' credentials binding, re-stated. Read from jenkinsci/credentials-binding-plugin,
// src/main/java/org/jenkinsci/plugins/credentialsbinding/masking: SecretPatterns.java (861c06d), Base64 (391573e), Bash
// (7cbc6fe), AlmquistShell (9a52d98), Batch (7cbc6fe), Dollar (053a61d) and Literal (163fdba) SecretPatternFactory.java.
// Not modelled: pattern factories that other plugins add.
import type { Encoder } from './encoder.ts';

export const jenkins: Encoder = {
  tool: 'Jenkins',
  mask(text, secrets) {
    const forms = new Set(secrets.filter(({ value }) => value !== '').flatMap(({ value }) => encodings(value)));
    if (forms.size === 0) return text;
    const longestFirst = [...forms].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
    const pattern = new RegExp(longestFirst.map((form) => form.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'), 'g');
    return text.replace(/[^\n]*\n?/g, (line) => line.replace(pattern, '****'));
  },
};

function encodings(value: string): string[] {
  const quoted = value.replaceAll("'", "'\\''");
  return [
    value,
    quoted,
    `'${quoted}'`,
    value.replace(/\\(\\?)/g, '$1'),
    value.replace(/'+/g, `'"$&"'`),
    ...(value.includes('^') ? [value.replace(/\^(\^?)/g, '$1')] : []),
    ...(value.includes('$') ? [value.replaceAll('$', '$$$$')] : []),
    ...base64Forms(value),
  ];
}

/** At the three alignments, whole and without the padding and the character that it leaves open. */
export function base64Forms(value: string): string[] {
  return ['', 'a', 'aa'].flatMap((before) => {
    const form = Buffer.from(before + value)
      .toString('base64')
      .slice(before.length * 2);
    return [form, form.replace(/.={1,2}$/, '')];
  });
}
