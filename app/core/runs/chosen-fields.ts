// Which fields of the named secrets a command gets, and how. Pure; it decides nothing about whether it may.
import { BrokerError } from '../../contract/fault.ts';
import type { RunRequest } from '../../contract/run.ts';
import type { Injection, OwnFieldView, OwnSecretView } from '../../contract/secret.ts';
import { EnvName } from '../../contract/vocabulary.ts';
import { refuseEnvName } from './environment.ts';
import { repeated } from './judge-request.ts';
import { NamedRefusal } from './named-refusal.ts';

export interface ChosenField {
  readonly secret: OwnSecretView;
  readonly field: OwnFieldView;
  /** null: the field is the command's standard input. */
  readonly env: EnvName | null;
}

type Asked = RunRequest['secrets'][number];

/**
 * The fields in the order of the request. `found` are its secrets, one for each name.
 * @throws NamedRefusal field_unknown, field_needed, env_missing, env_dangerous, env_repeated, reference_inactive; BrokerError stdin_taken
 */
export function chosenFields(request: RunRequest, found: readonly OwnSecretView[]): ChosenField[] {
  const chosen = found.flatMap((secret, i) => fieldsOf(secret, request.secrets[i] ?? { name: secret.name }));
  const variables = chosen.flatMap(({ env }) => (env === null ? [] : [env]));
  for (const variable of variables) {
    const refused = refuseEnvName(variable);
    if (refused !== null) throw new NamedRefusal(refused, { about: [variable] });
  }
  const twice = repeated(variables);
  if (twice.length > 0) throw new NamedRefusal('env_repeated', { about: twice });
  const inputs = chosen.length - variables.length + (request.stdin === undefined ? 0 : 1);
  if (inputs > 1) throw new BrokerError('stdin_taken');
  const inactive = chosen.filter(({ field }) => field.reference?.active === false);
  if (inactive.length > 0) {
    throw new NamedRefusal('reference_inactive', { about: [...new Set(inactive.map(({ secret }) => secret.name))] });
  }
  return chosen;
}

function fieldsOf(secret: OwnSecretView, asked: Asked): ChosenField[] {
  const named = asked.field ?? (asked.env === undefined ? undefined : onlyField(secret).name);
  if (named === undefined) {
    const bound = secret.fields.filter(({ inject, env }) => inject === 'stdin' || env !== null);
    if (bound.length === 0) throw new NamedRefusal('env_missing', { about: [secret.name] });
    return bound.map((field) => ({ secret, field, env: variableOf(field.inject, field.env) }));
  }
  const field = secret.fields.find(({ name }) => name === named);
  if (field === undefined) throw new NamedRefusal('field_unknown', { about: [named], near: namesOfFields(secret) });
  const wished = asked.env === undefined ? field.env : EnvName.parse(asked.env);
  const env = variableOf(field.inject, wished);
  if (env === null && field.inject !== 'stdin') throw new NamedRefusal('env_missing', { about: [secret.name] });
  return [{ secret, field, env }];
}

/** What `env` alone can only mean: the one field, or the one that is sensitive. */
function onlyField(secret: OwnSecretView): OwnFieldView {
  const { name, fields } = secret;
  const sensitive = fields.filter((field) => field.sensitive);
  const [field, another] = fields.length === 1 ? fields : sensitive;
  if (field === undefined || another !== undefined) {
    throw new NamedRefusal('field_needed', { about: [name], near: namesOfFields(secret) });
  }
  return field;
}

function namesOfFields({ fields }: OwnSecretView): readonly string[] {
  return fields.map(({ name }) => name);
}

function variableOf(inject: Injection, env: EnvName | null): EnvName | null {
  return inject === 'stdin' ? null : env;
}
