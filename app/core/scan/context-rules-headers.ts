// Secrets in HTTP headers and cookies, known by the header's or the cookie's name.
import type { ShapeRule } from './shape-rule.ts';
import { begins, demanding, shape } from './shape-rule.ts';

const headerNames: readonly string[] = [
  ...['x-api-key', 'x-api-token', 'x-apikey', 'api-key', 'apikey', 'x-auth-token', 'x-auth-key', 'x-access-token'],
  ...['x-access-key', 'x-secret-key', 'x-session-token', 'x-user-token', 'x-service-token', 'x-app-token'],
  ...[
    'private-token',
    'job-token',
    'deploy-token',
    'x-gitlab-token',
    'x-vault-token',
    'x-consul-token',
    'circle-token',
  ],
  ...['x-amz-security-token', 'x-goog-api-key', 'x-functions-key', 'ocp-apim-subscription-key', 'x-ms-token'],
  ...['x-rapidapi-key', 'x-shopify-access-token', 'x-postmark-server-token', 'x-figma-token', 'x-jfrog-art-api'],
  ...['x-honeycomb-team', 'x-insert-key', 'dd-api-key', 'dd-application-key', 'x-plex-token', 'x-n8n-api-key'],
  ...['x-algolia-api-key', 'x-typesense-api-key', 'x-webhook-secret', 'x-hub-secret', 'x-redmine-api-key'],
];

const cookieNames: readonly string[] = [
  ...['connect.sid', 'phpsessid', 'jsessionid', 'asp.net_sessionid', '.aspxauth', '.aspnetcore.cookies'],
  ...['sessionid', 'session_id', 'session-id', 'session', 'sid', 'sess', 'auth', 'remember_me'],
  ...['remember_user_token', 'next-auth.session-token'],
];

export const headerRules: readonly ShapeRule[] = [
  shape(
    'basic-header',
    'login in a header',
    ['basic '],
    /(?<=authorization["'\\]{0,4}[:=,] {0,2}["'\\]{0,4})basic (?<value>[A-Za-z0-9+/]{12,500}={0,2})/iy,
  ),
  demanding(
    'random',
    shape(
      'bearer-header',
      'token in a header',
      ['bearer '],
      /bearer {1,3}(?<value>[A-Za-z0-9._~+/%-]{16,4000}={0,2})/iy,
    ),
  ),
  demanding(
    'login',
    shape(
      'authorization-header',
      'token in a header',
      ['authorization'],
      // What signs a request to AWS is no secret.
      new RegExp(
        `${begins}authorization(?:["'\\\\]{0,4}:|["'\\\\]{1,4},)(?![ "'\\\\]{0,6}aws4) {0,2}["'\\\\]{0,4}` +
          `(?:[a-z-]{2,12} {1,2})?(?:token=|key=)?["'\\\\]{0,2}(?<value>[A-Za-z0-9._~+/=:-]{16,4000})`,
        'iy',
      ),
    ),
  ),
  demanding(
    'login',
    shape(
      'api-header',
      'token in a header',
      headerNames,
      // That one of the names begins here is known.
      new RegExp(`${begins}[a-z0-9-]{6,40}["'\\\\]{0,4}: {0,2}["'\\\\]{0,4}(?<value>[A-Za-z0-9._~+/=-]{8,2000})`, 'iy'),
    ),
  ),
  demanding(
    'random',
    shape(
      'session-cookie',
      'session in a cookie',
      [...cookieNames, '_session'],
      new RegExp(
        `(?:${begins}(?:${cookieNames.join('|').replaceAll('.', '\\.')})|_session)=(?<value>[A-Za-z0-9%._~+/|-]{16,2000}={0,2})`,
        'iy',
      ),
    ),
  ),
  demanding(
    'random',
    shape(
      'cookie-header',
      'session in a cookie',
      ['cookie'],
      new RegExp(
        `${begins}cookie["'\\\\]{0,4}: {0,2}["'\\\\]{0,4}[A-Za-z0-9_.-]{1,60}=(?<value>[A-Za-z0-9%._~+/|:-]{20,3000}={0,2})`,
        'iy',
      ),
    ),
  ),
];
