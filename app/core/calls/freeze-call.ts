// The frozen call: exactly what will be sent, gathered before anything is asked.
import { type CallAction, type CallBody, callLimits } from '../../contract/call.ts';
import type { CallHeader } from '../../contract/call-outcome.ts';
import { BrokerError } from '../../contract/fault.ts';
import { canonicalJson, sha256Hex } from '../crypto/digest.ts';
import { NamedRefusal } from '../runs/named-refusal.ts';
import { fieldsOfAuth, placeWords } from './auth-parts.ts';
import type { CallAsker, CallHouse, CallWish } from './call-house.ts';
import { readPath } from './call-path.ts';
import { callRisk } from './call-risk.ts';
import { readBase } from './call-url.ts';
import type { HeldBody } from './held-body.ts';

/** @throws BrokerError url_invalid, auth_field_missing, reference_inactive, and as `References.freeze` */
export async function freezeCall(
  house: Pick<CallHouse, 'references' | 'randomness' | 'clock'>,
  asker: CallAsker,
  wish: CallWish,
  held: HeldBody,
): Promise<CallAction> {
  const { method, host, path, query, provider, privateAddress } = wish;
  const steps = readPath(path);
  if (steps === null) throw new BrokerError('url_invalid');
  const body = bodyOf(held, wish.headers);
  const secrets = await secretsOf(house, wish);
  const request = { method, host, path, query, headers: wish.headers.filter(isTelling), privateAddress };
  const carried = secrets.map(({ id, version, field, place, reference }) => ({ id, version, field, place, reference }));
  return {
    format: 1,
    nonce: house.randomness.bytes(16).toString('hex'),
    client: asker.client,
    caller: asker.caller,
    session: asker.session,
    ...{ provider: provider?.id ?? null, scope: wish.scope },
    ...{ method, host, path, query, headers: wish.headers, body },
    risk: callRisk({ ...wish, steps: stepsBelow(provider?.baseUrl, steps), body: held }),
    ...{ secrets, privateAddress },
    canonical: sha256Hex('postern call', canonicalJson({ ...request, body, secrets: carried })),
    ...{ timeoutMs: wish.timeoutMs, reason: wish.reason, frozenAt: house.clock.now() },
  };
}

async function secretsOf(house: Pick<CallHouse, 'references'>, { secrets }: CallWish): Promise<CallAction['secrets']> {
  const fields = secrets.flatMap(({ secret, auth }) =>
    fieldsOfAuth(auth, secret).map((field) => ({ secret, field, place: placeWords(auth, field.name) })),
  );
  return await Promise.all(
    fields.map(async ({ secret: { id, name, version, tier, longestYes, description }, field, place }) => {
      if (field.reference?.active === false) throw new NamedRefusal('reference_inactive', { about: [name] });
      return {
        ...{ id, name, version, tier, longestYes, description, place, env: null },
        ...{ field: field.name, sensitive: field.sensitive, inject: field.inject },
        reference: field.reference === null ? null : await house.references.freeze(field.reference.text),
      };
    }),
  );
}

/** The rules of a provider count from its base URL. */
function stepsBelow(baseUrl: string | undefined, steps: readonly string[]): readonly string[] {
  const base = baseUrl === undefined ? null : readBase(baseUrl);
  return base === null ? steps : steps.slice(readPath(base.path)?.length ?? 0);
}

function bodyOf(held: HeldBody, headers: readonly CallHeader[]): CallAction['body'] {
  switch (held.kind) {
    case 'none':
      return null;
    case 'streamed':
      return 'streamed';
    case 'whole': {
      const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1].slice(0, 200) ?? null;
      return { bytes: held.bytes.length, sha256: sha256Hex(held.bytes), type, start: startOf(held.bytes) };
    }
  }
}

/** null: it is no text. */
function startOf(bytes: Buffer): CallBody['start'] {
  if (bytes.includes(0)) return null;
  try {
    // A character that the cut parts is left out.
    const decoder = new TextDecoder('utf-8', { fatal: true });
    return decoder.decode(bytes.subarray(0, callLimits.shownBodyChars), { stream: true });
  } catch {
    return null;
  }
}

/** Those that say nothing of what is wanted differ from one try to the next. */
function isTelling([name]: CallHeader): boolean {
  const lower = name.toLowerCase();
  return !['user-agent', 'x-request-id'].includes(lower) && !lower.startsWith('x-stainless-');
}
