// One field of a secret as the form holds it. Pure; a sensitive value is never among it: that lives in its text area alone.
import type { FieldName, Injection, OwnFieldView, SecretKind } from '../../app/contract/secret.ts';
import { secretTemplates, suggestedEnv } from './secret-templates.ts';

/** Where the value comes from: typed here, pointed at, or as it is stored. */
export type Source = 'value' | 'reference' | 'kept';

export interface FieldText {
  /** Names the row, and nothing outside the form. */
  readonly key: string;
  readonly name: string;
  readonly sensitive: boolean;
  readonly inject: Injection;
  readonly env: string;
  /** What `env` follows while the name of the secret is typed; null: the person wrote it. */
  readonly envPattern: string | null;
  readonly hint: string;
  readonly optional: boolean;
  readonly source: Source;
  readonly reference: string;
  /** null: the vault does not hold this field yet. */
  readonly stored: {
    readonly name: FieldName;
    /** What agents may read already; null: it is sealed, or lies elsewhere. */
    readonly value: string | null;
    readonly sensitive: boolean;
    readonly reference: string | null;
  } | null;
}

const blank = { hint: '', optional: false, source: 'value', reference: '', stored: null } as const;

/** The rows that a new secret of this kind begins with. */
export function fieldsOfKind(kind: SecretKind, name: string): readonly FieldText[] {
  return secretTemplates[kind].fields.map((field, at) => {
    return { ...blank, ...field, key: String(at), env: suggestedEnv(field.env, name), envPattern: field.env };
  });
}

/** A row for a field that is stored: sealed values stay as they are until they are replaced, open ones are there to edit. */
export function storedField(field: OwnFieldView, at: number): FieldText {
  const { name, sensitive, inject, env, value, reference } = field;
  return {
    ...{ ...blank, key: String(at), name, sensitive, inject, env: env ?? '', envPattern: null },
    source: reference !== null ? 'reference' : value === null ? 'kept' : 'value',
    reference: reference?.text ?? '',
    stored: { name, value, sensitive, reference: reference?.text ?? null },
  };
}

/** One row more, with a name still to be given. */
export function withAnother(fields: readonly FieldText[]): readonly FieldText[] {
  const key = String(1 + Math.max(-1, ...fields.map((field) => Number(field.key))));
  return [...fields, { ...blank, key, name: '', sensitive: true, inject: 'environment', env: '', envPattern: null }];
}

/**
 * The rows of another kind. A row keeps its place, and with it what was typed into it; rows beyond the template stay when
 * `isFilled` says so, since nothing typed is thrown away.
 */
export function toKind(
  fields: readonly FieldText[],
  kind: SecretKind,
  name: string,
  isFilled: (key: string) => boolean,
): readonly FieldText[] {
  const wanted = fieldsOfKind(kind, name);
  const keys = withAnother(fields).map(({ key }) => key);
  let next = Number(keys.at(-1));
  const rows = wanted.map((field, at) => {
    const old = fields[at];
    if (old === undefined) return { ...field, key: String(next++) };
    return { ...field, key: old.key, source: old.source, reference: old.reference };
  });
  return [...rows, ...fields.slice(wanted.length).filter(({ key }) => isFilled(key))];
}

/** The row one place up (-1) or down (1). */
export function moved(fields: readonly FieldText[], key: string, by: -1 | 1): readonly FieldText[] {
  const from = fields.findIndex((field) => field.key === key);
  const [row, other] = [fields[from], fields[from + by]];
  if (row === undefined || other === undefined) return fields;
  return fields.map((field) => (field === row ? other : field === other ? row : field));
}

/** The rows after the secret got this name: variables that follow it, follow. */
export function renamed(fields: readonly FieldText[], name: string): readonly FieldText[] {
  return fields.map((field) =>
    field.envPattern === null ? field : { ...field, env: suggestedEnv(field.envPattern, name) },
  );
}
