// A command as the audit log holds it: already searched for vault values, and bounded.
import { z } from 'zod';

/** A command longer than this many UTF-8 bytes is cut, and the event says by how much. */
export const auditCommandBytes = 4096;

/** Command text that was already searched for vault values. `cutBytes` is how much of its end was left out; 0: none. */
export const AuditCommand = z.strictObject({
  text: z.string().refine((text) => new TextEncoder().encode(text).length <= auditCommandBytes),
  cutBytes: z.int().nonnegative(),
});
export type AuditCommand = z.infer<typeof AuditCommand>;

/** Bounds a command that is already redacted; never splits a character. A lone surrogate becomes U+FFFD. */
export function auditCommand(redacted: string): AuditCommand {
  const text = redacted.toWellFormed();
  const { read, written } = new TextEncoder().encodeInto(text, new Uint8Array(auditCommandBytes));
  return { text: text.slice(0, read), cutBytes: new TextEncoder().encode(text).length - written };
}
