// A provider: an API that the gateway knows by name, where it lies, how it wants to be authenticated, and what may be done there.
import { z } from 'zod';
import { SecretName } from './vocabulary.ts';

/** Names a provider in scopes and paths: `openai`. */
export const ProviderId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/)
  .brand<'ProviderId'>();
export type ProviderId = z.infer<typeof ProviderId>;

/** What a token may do: a provider and one of its permissions, or all of them: `github:read`, `github:*`. */
export const Scope = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}:(?:\*|[a-z0-9][a-z0-9-]{0,31})$/)
  .brand<'Scope'>();
export type Scope = z.infer<typeof Scope>;

export const CallMethod = z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);
export type CallMethod = z.infer<typeof CallMethod>;

/** Name of a header, as it is written. */
export const HeaderName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/);

/** Text with fields of the secret in braces: `Token token={value}`. `{value}` is the field of that name, or else the first sensitive one. */
export const AuthText = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\x20-\x7e]+$/);

/** How a request carries the secret. `path`: a step before the rest of the path, as Telegram wants it. */
export const HttpAuth = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('bearer') }),
  z.strictObject({ kind: z.literal('basic'), user: AuthText.or(z.literal('')), password: AuthText.or(z.literal('')) }),
  z.strictObject({ kind: z.literal('header'), name: HeaderName }),
  z.strictObject({ kind: z.literal('query'), name: z.string().regex(/^[A-Za-z0-9_.~-]{1,64}$/) }),
  z.strictObject({
    kind: z.literal('template'),
    parts: z
      .array(
        z.strictObject({
          in: z.enum(['header', 'query', 'path']),
          /** Of the header or parameter; of a path nothing. */
          name: z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{0,64}$/),
          text: AuthText,
        }),
      )
      .min(1)
      .max(4)
      .readonly(),
  }),
]);
export type HttpAuth = z.infer<typeof HttpAuth>;

/**
 * `path` counts from the base URL: `*` is one step, or any part of one; `**` at the end any number of steps, also none:
 * `/v1/models/*`.
 */
export const CallRule = z
  .strictObject({
    methods: z.array(CallMethod).min(1).max(6).readonly(),
    path: z
      .string()
      .max(200)
      .regex(/^\/[\x21-\x7e]*$/),
  })
  .readonly();
export type CallRule = z.infer<typeof CallRule>;

/** How many there can be: of a permission, and of each list of what always asks; and permissions. */
export const providerLimits = { rules: 60, permissions: 30 } as const;

export const Permission = z
  .strictObject({
    /** The second half of a scope. */
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/),
    /** For the person: “Chat with models”. */
    says: z.string().min(1).max(120),
    rules: z.array(CallRule).min(1).max(providerLimits.rules).readonly(),
  })
  .readonly();
export type Permission = z.infer<typeof Permission>;

/** What is fixed about an API, whoever uses it. */
export const ProviderKind = z
  .strictObject({
    id: ProviderId,
    name: z.string().min(1).max(60),
    /** https, without a query; the path of every request is added to it. */
    baseUrl: z.url({ protocol: /^https$/ }).max(300),
    auth: HttpAuth,
    permissions: z.array(Permission).min(1).max(providerLimits.permissions).readonly(),
    /** Requests that remove something, besides every DELETE. No scope allows them without a question. */
    deletes: z.array(CallRule).max(providerLimits.rules).readonly(),
    /** Requests whose answer is a credential. No scope allows them without a question. */
    discloses: z.array(CallRule).max(providerLimits.rules).readonly(),
    /** Headers of the caller that are handed on, besides the usual ones; lower case. `x-goog-upload-*`: all that begin so. */
    headers: z.array(HeaderName).max(40).readonly(),
  })
  .readonly();
export type ProviderKind = z.infer<typeof ProviderKind>;

/** A provider as the person set it up. */
export const Provider = z
  .strictObject({
    ...ProviderKind.unwrap().shape,
    /** The secret that its requests carry. */
    secret: SecretName,
    /** Its host may lie on this computer or in a private network. */
    privateAddress: z.boolean(),
    /** One of the well-known ones, whose rules come with Postern. */
    wellKnown: z.boolean(),
  })
  .readonly();
export type Provider = z.infer<typeof Provider>;
