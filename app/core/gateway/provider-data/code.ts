// Providers where code is kept and watched, from their public documentation.
import { provider } from './define.ts';

const githubChanges = {
  issues: ['POST|PUT|PATCH|DELETE /repos/*/*/issues/**', 'POST|PATCH|DELETE /repos/*/*/labels/**'],
  pulls: ['POST|PUT|PATCH|DELETE /repos/*/*/pulls/**'],
  contents: ['PUT|DELETE /repos/*/*/contents/**', 'POST|PATCH|DELETE /repos/*/*/git/**', 'POST /repos/*/*/merges'],
} as const;

const github = provider({
  id: 'github',
  name: 'GitHub',
  baseUrl: 'https://api.github.com',
  auth: { kind: 'bearer' },
  permissions: {
    read: [
      'Read repositories, issues and pull requests',
      'GET /repos/*/*/**',
      'GET /search/*',
      'GET /user',
      'GET /user/repos',
      'GET /users/**',
      'GET /orgs/*',
      'GET /orgs/*/repos',
      'GET /rate_limit',
    ],
    write: [
      'Change issues, pull requests and files',
      ...githubChanges.issues,
      ...githubChanges.pulls,
      ...githubChanges.contents,
    ],
    issues: ['Write issues and comments', ...githubChanges.issues],
    pulls: ['Open, review and merge pull requests', ...githubChanges.pulls],
    contents: ['Change files and branches', ...githubChanges.contents],
    actions: [
      'Start and stop workflows',
      'POST /repos/*/*/actions/workflows/*/dispatches',
      'POST|DELETE /repos/*/*/actions/runs/**',
    ],
    releases: ['Publish releases', 'POST|PATCH|DELETE /repos/*/*/releases/**'],
    gists: ['Read and write gists', 'GET /gists/**', 'POST|PATCH|DELETE /gists/**'],
    graphql: ['Ask and change anything by GraphQL', 'POST /graphql'],
  },
  discloses: [
    'POST /app/installations/*/access_tokens',
    'POST /app-manifests/*/conversions',
    'POST|PATCH /applications/*/token/**',
    'POST /*/*/actions/runners/**',
    'POST /repos/*/*/actions/runners/**',
    'POST /repos/*/*/keys',
    'GET /*/*/secret-scanning/**',
    'GET /repos/*/*/secret-scanning/**',
    'GET /orgs/*/credential-authorizations/**',
  ],
  headers: ['x-github-api-version', 'x-github-next-global-id', 'x-github-media-type'],
});

const gitlab = provider({
  id: 'gitlab',
  name: 'GitLab',
  baseUrl: 'https://gitlab.com',
  auth: { kind: 'header', name: 'PRIVATE-TOKEN' },
  permissions: {
    read: [
      'Read code, issues, merge requests and pipelines',
      'GET /api/v4/projects/*/repository/**',
      'GET /api/v4/projects/*/issues/**',
      'GET /api/v4/projects/*/merge_requests/**',
      'GET /api/v4/projects/*/pipelines/**',
      'GET /api/v4/projects/*/jobs/**',
      'GET /api/v4/groups/*/issues',
      'GET /api/v4/search',
      'GET /api/v4/user',
    ],
    issues: ['Write issues and comments', 'POST|PUT|DELETE /api/v4/projects/*/issues/**'],
    'merge-requests': ['Open, review and merge merge requests', 'POST|PUT|DELETE /api/v4/projects/*/merge_requests/**'],
    contents: ['Change files and branches', 'POST|PUT|DELETE /api/v4/projects/*/repository/**'],
    pipelines: [
      'Start and stop pipelines',
      'POST /api/v4/projects/*/pipeline',
      'POST /api/v4/projects/*/pipelines/*/*',
      'POST /api/v4/projects/*/jobs/*/*',
    ],
  },
  deletes: ['POST /api/v4/projects/*/jobs/*/erase'],
  discloses: [
    'GET|POST|PUT /api/v4/*/*/variables/**',
    'GET|POST|PUT /api/v4/projects/*/triggers/**',
    'GET /api/v4/projects/*/pipelines/*/variables',
    'GET|POST /api/v4/projects/*/pipeline_schedules/**',
    'POST /api/v4/*/*/access_tokens/**',
    'POST /api/v4/*/*/deploy_tokens/**',
    'POST /api/v4/*/*/personal_access_tokens/**',
    'POST /api/v4/personal_access_tokens/**',
    'POST /api/v4/user/**',
    'POST /api/v4/runners/**',
    'POST /api/v4/*/*/runners/**',
    'GET /api/v4/admin/ci/variables/**',
  ],
});

const linear = provider({
  id: 'linear',
  name: 'Linear',
  baseUrl: 'https://api.linear.app',
  auth: { kind: 'header', name: 'Authorization' },
  permissions: { graphql: ['Read and change issues by GraphQL', 'POST /graphql'] },
  headers: ['public-file-urls-expire-in'],
});

const sentry = provider({
  id: 'sentry',
  name: 'Sentry',
  baseUrl: 'https://sentry.io',
  auth: { kind: 'bearer' },
  permissions: {
    read: [
      'Read issues, events and releases',
      'GET /api/0/organizations/*/issues/**',
      'GET /api/0/organizations/*/events/**',
      'GET /api/0/organizations/*/projects',
      'GET /api/0/organizations/*/releases/**',
      'GET /api/0/projects/*/*/issues',
      'GET /api/0/projects/*/*/events/**',
      'GET /api/0/issues/**',
    ],
    issues: [
      'Resolve, assign and delete issues',
      'PUT|DELETE /api/0/organizations/*/issues/**',
      'PUT|DELETE /api/0/issues/*',
    ],
    releases: ['Publish releases', 'POST|PUT /api/0/organizations/*/releases/**'],
  },
  discloses: [
    'GET|POST|PUT /api/0/projects/*/*/keys/**',
    'POST /api/0/organizations/*/org-auth-tokens',
    'GET|POST /api/0/sentry-apps/*/api-tokens/**',
    'POST /api/0/sentry-app-installations/*/authorizations',
    'GET|POST /api/0/api-tokens/**',
  ],
});

const figma = provider({
  id: 'figma',
  name: 'Figma',
  baseUrl: 'https://api.figma.com',
  auth: { kind: 'header', name: 'X-Figma-Token' },
  permissions: {
    read: [
      'Read files, images and projects',
      'GET /v1/files/**',
      'GET /v1/images/*',
      'GET /v1/projects/*/files',
      'GET /v1/teams/*/projects',
      'GET /v1/me',
    ],
    comment: ['Comment on files', 'POST|DELETE /v1/files/*/comments/**'],
  },
  discloses: ['GET|POST|PUT /v2/webhooks/**', 'GET /v2/teams/*/webhooks', 'POST /v1/oauth/**'],
});

const pagerduty = provider({
  id: 'pagerduty',
  name: 'PagerDuty',
  baseUrl: 'https://api.pagerduty.com',
  auth: { kind: 'template', parts: [{ in: 'header', name: 'Authorization', text: 'Token token={value}' }] },
  permissions: {
    read: [
      'Read incidents, services and who is on call',
      'GET /incidents/**',
      'GET /services',
      'GET /schedules/**',
      'GET /oncalls',
    ],
    respond: ['Open, change and resolve incidents', 'POST|PUT /incidents/**'],
  },
  discloses: ['GET|POST|PUT /services/*/integrations/**', 'GET|POST|PUT /webhook_subscriptions/**'],
  headers: ['from'],
});

export const codeProviders = [github, gitlab, linear, sentry, figma, pagerduty] as const;
