// Which fields of the named secrets a command gets, and how. Pure; it decides nothing about whether it may.
import { BrokerError } from '../../contract/fault.ts';
import type { RunRequest } from '../../contract/run.ts';
import type { Injection, OwnFieldView, OwnSecretView } from '../../contract/secret.ts';
import { EnvName } from '../../contract/vocabulary.ts';
import { refuseEnvName } from './environment.ts';
import { repeats } from './judge-request.ts';

export interface ChosenField {
  readonly secret: OwnSecretView;
  readonly field: OwnFieldView;
  /** null: the field is the command's standard input. */
  readonly env: EnvName | null;
}

type Asked = RunRequest['secrets'][number];

/**
 * The fields in the order of the request. `found` are its secrets, one for each name.
 * @throws BrokerError field_unknown, field_needed, env_missing, env_dangerous, env_repeated, stdin_taken, reference_inactive
 */
export function chosenFields(request: RunRequest, found: readonly OwnSecretView[]): ChosenField[] {
  const chosen = found.flatMap((secret, i) => fieldsOf(secret, request.secrets[i] ?? { name: secret.name }));
  const variables = chosen.flatMap(({ env }) => (env === null ? [] : [env]));
  for (const variable of variables) {
    const refused = refuseEnvName(variable);
    if (refused !== null) throw new BrokerError(refused);
  }
  if (repeats(variables)) throw new BrokerError('env_repeated');
  const inputs = chosen.length - variables.length + (request.stdin === undefined ? 0 : 1);
  if (inputs > 1) throw new BrokerError('stdin_taken');
  if (chosen.some(({ field }) => field.reference?.active === false)) throw new BrokerError('reference_inactive');
  return chosen;
}

function fieldsOf(secret: OwnSecretView, asked: Asked): ChosenField[] {
  const named = asked.field ?? (asked.env === undefined ? undefined : onlyField(secret).name);
  if (named === undefined) {
    const bound = secret.fields.filter(({ inject, env }) => inject === 'stdin' || env !== null);
    if (bound.length === 0) throw new BrokerError('env_missing');
    return bound.map((field) => ({ secret, field, env: variableOf(field.inject, field.env) }));
  }
  const field = secret.fields.find(({ name }) => name === named);
  if (field === undefined) throw new BrokerError('field_unknown');
  const wished = asked.env === undefined ? field.env : EnvName.parse(asked.env);
  const env = variableOf(field.inject, wished);
  if (env === null && field.inject !== 'stdin') throw new BrokerError('env_missing');
  return [{ secret, field, env }];
}

/** What `env` alone can only mean: the one field, or the one that is sensitive. */
function onlyField({ fields }: OwnSecretView): OwnFieldView {
  const sensitive = fields.filter((field) => field.sensitive);
  const [field, another] = fields.length === 1 ? fields : sensitive;
  if (field === undefined || another !== undefined) throw new BrokerError('field_needed');
  return field;
}

function variableOf(inject: Injection, env: EnvName | null): EnvName | null {
  return inject === 'stdin' ? null : env;
}
