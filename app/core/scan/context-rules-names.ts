// Secrets that are known by the name they are given: of a service whose tokens have no form of their own, or of secrets at all.
import type { ShapeRule } from './shape-rule.ts';
import { demanding, named, notAfter, noWord, uuid } from './shape-rule.ts';

const more = '[A-Za-z0-9_.-]{0,19}';
/** What a name goes on with that is about a secret, and not one: `secretName`, `token_url`. */
const notAbout = '(?!s?[_.-]?(?:ids?|name|ur[il]|endpoint|version|length|size|file|path|type|count|arn)["\'\\s:=>])';
/** Before what is no secret: `csrf_token`, `nextToken` of a list. */
const harmless = 'csrf|xsrf|public|next|page|continuation|sync|cancell?ation|design';

export const nameRules: readonly ShapeRule[] = [
  named(
    ['aws-secret-key', 'AWS secret access key'],
    ['secret_access_key', 'secretaccesskey', 'secret-access-key', 'aws_secret_key'],
    '',
    '[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])',
  ),
  named(
    ['aws-session-token', 'AWS session token'],
    ['session_token', 'sessiontoken', 'session-token', 'security_token', 'security-token'],
    '',
    '(?:IQoJ|FwoG|FQoG)[A-Za-z0-9/+]{80,2000}={0,2}',
  ),
  named(['google-service-account', 'Google service account key'], ['private_key_id'], '', `[0-9a-f]{40}${noWord}`),
  named(
    ['cloudflare-token', 'Cloudflare token'],
    ['cloudflare', 'cf_', 'cf-'],
    '[a-z_-]{0,20}',
    '[A-Za-z0-9_-]{40}(?![A-Za-z0-9_-])',
  ),
  named(['cloudflare-key', 'Cloudflare key'], ['cloudflare', 'cf_', 'cf-'], '[a-z_-]{0,20}', `[0-9a-f]{37}${noWord}`),
  named(
    ['datadog-key', 'Datadog key'],
    ['datadog', 'dd'],
    '[_-]?(?:api|app|application)[_-]?key',
    `[0-9a-f]{32}(?:[0-9a-f]{8})?${noWord}`,
  ),
  named(['twilio-token', 'Twilio auth token'], ['twilio'], '[a-z_-]{0,20}', `[0-9a-f]{32}${noWord}`),
  named(
    ['twitter-bearer', 'X (Twitter) bearer token'],
    ['twitter', 'bearer_token', 'bearer-token'],
    '[a-z_-]{0,20}',
    'A{20}[A-Za-z0-9%]{60,130}',
  ),
  named(['vercel-old-token', 'Vercel token'], ['vercel'], '[a-z_-]{0,20}', `[A-Za-z0-9]{24}${noWord}`),
  named(['heroku-old-key', 'Heroku key'], ['heroku'], '[a-z_-]{0,20}', uuid),
  named(
    ['mailgun-signing-key', 'Mailgun signing key'],
    ['mailgun'],
    '[a-z_-]{0,20}',
    '[a-f0-9]{32}-[a-f0-9]{8}-[a-f0-9]{8}',
  ),
  named(['algolia-key', 'Algolia key'], ['algolia'], '[a-z_-]{0,20}', `[a-f0-9]{32}${noWord}`),
  named(['npmrc-token', 'npm token'], ['_authtoken'], '', '[A-Za-z0-9+/=_-]{20,200}'),
  named(['npmrc-login', 'npm login'], [':_auth', ':_password'], '', '[A-Za-z0-9+/]{12,400}={0,2}'),
  named(['laravel-key', 'Laravel key'], ['app_key'], '', 'base64:[A-Za-z0-9+/]{43}='),
  named(['docker-auth', 'Docker registry login'], ['"auth'], '', '[A-Za-z0-9+/]{16,500}={0,2}'),
  named(
    ['bundler-login', 'login of a gem server'],
    ['bundle_enterprise__contribsys__com', 'bundle_gems__contribsys__com'],
    '[a-z_]{0,10}',
    '[a-f0-9]{8}:[a-f0-9]{8}',
  ),
  named(
    ['wallet-private-key', 'private key of a wallet'],
    ['private_key', 'privatekey', 'private-key', 'deployer_key'],
    '',
    `(?:0x)?[0-9a-fA-F]{64}${noWord}`,
  ),
  demanding(
    'password',
    named(
      ['assigned-password', 'password'],
      ['password', 'passwd', 'passphrase', 'pwd'],
      more,
      '[^\\s"\'`\\\\,;<|>-][^\\s"\'`\\\\,;<]{7,99}',
    ),
  ),
  demanding(
    'random',
    notAfter(
      harmless,
      named(
        ['assigned-secret', 'secret or token'],
        [
          ...['secret', 'token', 'api_key', 'apikey', 'api-key', 'access_key', 'accesskey', 'access-key', 'auth_key'],
          ...['encryption_key', 'encryptionkey', 'signing_key', 'signingkey', 'master_key', 'masterkey', 'app_key'],
          ...['credential', 'creds', 'webhook_key', 'license_key', 'licence_key'],
          ...['service_key', 'admin_key', 'account_key', 'deploy_key', 'session_key', 'shared_key', 'bot_key'],
        ],
        notAbout + more,
        '[A-Za-z0-9+/_.~-]{16,400}={0,2}',
      ),
    ),
  ),
];
