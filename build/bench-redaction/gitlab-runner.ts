// The phrase masker of the GitLab runner, re-stated. Read from gitlabhq/gitlab-runner (the mirror of gitlab-org):
// common/buildlogger/internal/masker/masker.go (0763160), unique.go (54aaeef), build_logger.go (0763160).
// Not modelled: the masking of `glpat-` tokens and of URL parameters, which know no values. In its favour every value is
// taken; GitLab's server refuses to mask one with white space or of fewer than 8 characters.
import type { Encoder } from './encoder.ts';

export const gitlabRunner: Encoder = {
  tool: 'GitLab',
  mask: (text, secrets) =>
    maskedWrites(
      [text],
      secrets.map(({ value }) => value),
    ),
};

/** What comes out of the stacked writers for these writes: the longest phrase first, each searched by a writer of its own. */
export function maskedWrites(writes: readonly string[], values: readonly string[]): string {
  let shown = '';
  let writer: Writer = { write: (text) => (shown += text), close: () => {} };
  const phrases = [...new Set(values.map((value) => value.trim()))].filter((phrase) => phrase !== '');
  for (const phrase of phrases.sort((a, b) => a.length - b.length)) writer = phraseWriter(phrase, writer);
  for (const text of writes) writer.write(text);
  writer.close();
  return shown;
}

interface Writer {
  write(text: string): void;
  close(): void;
}

const mask = '[MASKED]';

/** Holds back only the part of its phrase that was just seen. */
function phraseWriter(phrase: string, next: Writer): Writer {
  let matching = 0;
  return {
    write(text) {
      if (text === mask) {
        next.write(text);
        return;
      }
      let sent = 0;
      let at = 0;
      while (at < text.length) {
        const wanted = phrase.slice(matching, matching + text.length - at);
        if (text.startsWith(wanted, at)) {
          next.write(text.slice(sent, at));
          matching += wanted.length;
          at += wanted.length;
          sent = at;
          if (matching < phrase.length) continue;
          next.write(mask);
          matching = 0;
          continue;
        }
        if (matching > 0) {
          next.write(phrase.slice(0, matching));
          // Tried again from this character alone, not from within what was seen: `aab` escapes in `aa` + `ab`.
          matching = phrase[0] === text[at] ? 1 : 0;
          sent += matching;
        }
        at++;
      }
      next.write(text.slice(sent));
    },
    close() {
      next.write(phrase.slice(0, matching));
      next.close();
    },
  };
}
