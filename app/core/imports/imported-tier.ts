// Which imported values may enter a command: the vault refuses the others the tiers that would let them.
import { BrokerError } from '../../contract/fault.ts';
import type { ImportNote } from '../../contract/import.ts';
import type { FieldDraft } from '../../contract/secret.ts';
import { judgeFieldValue } from '../secrets/draft-rules.ts';

/** Why these fields may not have a tier that lets them into commands; none: they may. Kept fields and references count as fit. */
export function unfitForRun(fields: readonly FieldDraft[]): readonly ImportNote[] {
  return fields.flatMap(({ content, ...field }): readonly ImportNote[] => {
    if (content.kind !== 'value') return [];
    const wrong = judgeFieldValue(Buffer.from(content.value, 'utf8'), field, 'run');
    switch (wrong) {
      case null:
        return [];
      case 'secret_too_short':
        return ['too_short_for_run'];
      case 'secret_too_plain':
        return ['too_plain_for_run'];
      default:
        // Everything else was ruled out when the fields were made.
        throw new BrokerError('internal');
    }
  });
}
