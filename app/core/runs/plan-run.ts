// Gathers what an action is frozen from: the secrets by name, their variables, the caller chain, the person's shell and PATH.
import type { Action, RunRequest } from '../../contract/run.ts';
import type { Asker } from '../clients/admission.ts';
import { visibleSecrets } from '../clients/visible-secrets.ts';
import type { Planned } from './action.ts';
import { chosenFields } from './chosen-fields.ts';
import { meantSecrets } from './meant-secrets.ts';
import type { RunHouse } from './run-house.ts';

/** @throws BrokerError environment_unknown, as `meantSecrets`, as `chosenFields`, and as `References.freeze` */
export async function planRun(
  house: RunHouse,
  asker: Asker,
  client: Action['client'],
  request: RunRequest,
): Promise<Planned> {
  const meant = (name: string) => house.policy.nameIn(request, name);
  const found = meantSecrets(request, visibleSecrets(house, client.id), meant);
  const secrets = await Promise.all(
    chosenFields(request, found).map(
      async ({ secret: { id, name, version, tier, longestYes, description }, field, env }) => ({
        ...{ id, name, version, tier, longestYes, description, env },
        ...{ field: field.name, sensitive: field.sensitive, inject: field.inject },
        reference: field.reference === null ? null : await house.references.freeze(field.reference.text),
      }),
    ),
  );
  const login = await house.login.resolve();
  return {
    request,
    client,
    caller: await house.admission.chainOf(asker),
    session: asker.hello.session,
    secrets,
    shell: login.SHELL ?? '/bin/sh',
    loginPath: login.PATH ?? '/usr/local/bin:/usr/bin:/bin',
    nonce: house.randomness.bytes(16).toString('hex'),
    now: house.clock.now(),
  };
}
