// Gathers what an action is frozen from: the secrets by name, their variables, the caller chain, the person's shell and PATH.
import { BrokerError } from '../../contract/fault.ts';
import type { Action, RunRequest } from '../../contract/run.ts';
import { EnvName } from '../../contract/vocabulary.ts';
import type { Asker } from '../clients/admission.ts';
import type { Planned } from './action.ts';
import { refuseEnvName } from './environment.ts';
import { repeats } from './judge-request.ts';
import type { RunHouse } from './run-house.ts';

export type Plan =
  | { readonly kind: 'planned'; readonly plan: Planned }
  | { readonly kind: 'unknown'; readonly names: { readonly about: string[]; readonly near: string[] } };

/** @throws BrokerError env_missing, env_dangerous, env_repeated */
export async function planRun(
  house: RunHouse,
  asker: Asker,
  client: Action['client'],
  request: RunRequest,
): Promise<Plan> {
  const described = house.secrets.describe(request.secrets.map(({ name }) => name));
  if (described.unknown.length > 0) {
    return { kind: 'unknown', names: { about: [...described.unknown], near: [...described.near] } };
  }
  const secrets = described.found.map((secret, index) => {
    const wished = request.secrets[index]?.env;
    const env = wished === undefined ? secret.env : EnvName.parse(wished);
    if (env === null) throw new BrokerError('env_missing');
    const refused = refuseEnvName(env);
    if (refused !== null) throw new BrokerError(refused);
    const { id, name, version, tier, description } = secret;
    return { id, name, version, env, tier, description };
  });
  if (repeats(secrets.map(({ env }) => env))) throw new BrokerError('env_repeated');

  const login = await house.login.resolve();
  return {
    kind: 'planned',
    plan: {
      request,
      client,
      caller: await house.admission.chainOf(asker),
      session: asker.hello.session,
      secrets,
      shell: login.SHELL ?? '/bin/sh',
      loginPath: login.PATH ?? '/usr/local/bin:/usr/bin:/bin',
      nonce: house.randomness.bytes(16).toString('hex'),
      now: house.clock.now(),
    },
  };
}
