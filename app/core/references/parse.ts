// Reads a reference as the person set it. What each scheme takes is in GRAMMAR.md and in the file of the scheme.
import { assertNever } from '../../contract/fault.ts';
import { Reference, schemeOf } from '../../contract/reference.ts';
import { EnvName } from '../../contract/vocabulary.ts';
import { awsCall } from './aws-sm.ts';
import { bwCall } from './bw.ts';
import { cmdCall } from './cmd.ts';
import { keepassxcCall } from './keepassxc.ts';
import { type KvRead, kvRead } from './kv-store.ts';
import { opCall } from './op.ts';
import { absolutePath, malformed } from './parts.ts';
import { passCall } from './pass.ts';
import type { ProgramCall } from './program-call.ts';

export type ParsedReference =
  | { readonly kind: 'program'; readonly call: ProgramCall }
  | KvRead
  | { readonly kind: 'variable'; readonly name: EnvName }
  | { readonly kind: 'file'; readonly path: string };

/** @throws BrokerError reference_malformed */
export function parseReference(text: string): ParsedReference {
  const scheme = schemeOf(text);
  if (scheme === null || !Reference.safeParse(text).success) throw malformed();
  const rest = text.slice(scheme.length);
  switch (scheme) {
    case 'op:':
      return { kind: 'program', call: opCall(text) };
    case 'bw:':
      return { kind: 'program', call: bwCall(text) };
    case 'pass:':
      return { kind: 'program', call: passCall(rest) };
    case 'keepassxc:':
      return { kind: 'program', call: keepassxcCall(rest) };
    case 'aws-sm:':
      return { kind: 'program', call: awsCall(rest) };
    case 'cmd:':
      return { kind: 'program', call: cmdCall(rest) };
    case 'vault:':
      return kvRead(['VAULT'], rest);
    case 'bao:':
      return kvRead(['BAO', 'VAULT'], rest);
    case 'env:': {
      const name = EnvName.safeParse(rest);
      if (!name.success) throw malformed();
      return { kind: 'variable', name: name.data };
    }
    case 'file:':
      return { kind: 'file', path: absolutePath(rest) };
    default:
      return assertNever(scheme);
  }
}
