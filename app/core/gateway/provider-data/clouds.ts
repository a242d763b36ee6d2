// Providers of servers, names and numbers about them, from their public documentation.
import { provider } from './define.ts';

const cloudflare = provider({
  id: 'cloudflare',
  name: 'Cloudflare',
  baseUrl: 'https://api.cloudflare.com/client/v4',
  auth: { kind: 'bearer' },
  permissions: {
    read: [
      'Read zones, DNS records and workers',
      'GET /zones',
      'GET /zones/*',
      'GET /zones/*/dns_records/**',
      'GET /accounts',
      'GET /accounts/*/workers/scripts/**',
      'GET /user/tokens/verify',
    ],
    dns: ['Change and delete DNS records', 'POST|PUT|PATCH|DELETE /zones/*/dns_records/**'],
    cache: ['Empty the cache', 'POST /zones/*/purge_cache'],
    workers: ['Publish and delete workers', 'PUT|DELETE /accounts/*/workers/scripts/*'],
  },
  deletes: ['POST /zones/*/dns_records/batch'],
  discloses: [
    'POST /user/tokens',
    'PUT /user/tokens/*/value',
    'GET /user/api_key',
    'GET|POST /user/service_keys/**',
    'POST /accounts/*/tokens',
    'PUT /accounts/*/tokens/*/value',
    'GET|POST /accounts/*/cfd_tunnel/**',
    'POST|PUT /accounts/*/access/service_tokens/**',
    'POST /accounts/*/r2/temp-access-credentials',
    'GET|POST|PUT /accounts/*/images/v1/keys/**',
    'POST /accounts/*/stream/keys',
  ],
});

const vercel = provider({
  id: 'vercel',
  name: 'Vercel',
  baseUrl: 'https://api.vercel.com',
  auth: { kind: 'bearer' },
  permissions: {
    read: [
      'Read deployments and domains',
      'GET /v*/deployments/**',
      'GET /v*/domains/**',
      'GET /v*/projects/*/domains/**',
      'GET /v*/user',
    ],
    deploy: [
      'Publish and cancel deployments',
      'POST /v*/deployments',
      'PATCH /v*/deployments/*/cancel',
      'POST /v*/files',
    ],
    env: ['Set and delete variables of projects', 'POST|PATCH|DELETE /v*/projects/*/env/**'],
  },
  discloses: [
    'GET /v*/projects/*/env/**',
    'GET /v*/projects/*',
    'GET|POST /v*/user/tokens/**',
    'GET|POST /v*/edge-config/*/token/**',
    'GET|POST /v*/edge-config/*/tokens',
    'POST /v*/webhooks',
  ],
});

const netlify = provider({
  id: 'netlify',
  name: 'Netlify',
  baseUrl: 'https://api.netlify.com/api/v1',
  auth: { kind: 'bearer' },
  permissions: {
    read: [
      'Read deployments and DNS records',
      'GET /sites/*/deploys/**',
      'GET /deploys/*',
      'GET /dns_zones/**',
      'GET /user',
    ],
    deploy: [
      'Publish and cancel deployments',
      'POST /sites/*/deploys/**',
      'PUT /deploys/*/files/**',
      'POST /deploys/*/*',
      'POST /sites/*/builds',
    ],
  },
  deletes: ['POST /deploys/*/cancel'],
  discloses: [
    'GET|POST|PUT|PATCH /accounts/*/env/**',
    'GET /sites/*/env/**',
    'GET /sites',
    'GET /sites/*',
    'GET|POST /sites/*/build_hooks/**',
    'POST /oauth/**',
  ],
});

const digitalocean = provider({
  id: 'digitalocean',
  name: 'DigitalOcean',
  baseUrl: 'https://api.digitalocean.com',
  auth: { kind: 'bearer' },
  permissions: {
    read: [
      'Read droplets, domains and clusters',
      'GET /v2/account',
      'GET /v2/droplets/**',
      'GET /v2/domains/**',
      'GET /v2/images/**',
      'GET /v2/regions',
      'GET /v2/sizes',
      'GET /v2/kubernetes/clusters/**',
    ],
    droplets: ['Make, change and delete droplets', 'POST|DELETE /v2/droplets/**'],
    dns: ['Change and delete DNS records', 'POST|PUT|PATCH|DELETE /v2/domains/**'],
  },
  discloses: [
    'GET|POST /v2/databases/**',
    'GET /v2/kubernetes/clusters/*/kubeconfig',
    'GET /v2/kubernetes/clusters/*/credentials',
    'GET /v2/registry/docker-credentials',
    'POST /v2/spaces/keys',
  ],
});

const datadog = provider({
  id: 'datadog',
  name: 'Datadog',
  baseUrl: 'https://api.datadoghq.com',
  auth: {
    kind: 'template',
    parts: [
      { in: 'header', name: 'DD-API-KEY', text: '{api_key}' },
      { in: 'header', name: 'DD-APPLICATION-KEY', text: '{application_key}' },
    ],
  },
  permissions: {
    // What is searched for stands in a body.
    read: [
      'Search and read logs, metrics, monitors and dashboards',
      'GET /api/v1/monitor/**',
      'GET /api/v1/dashboard/**',
      'GET /api/v1/query',
      'GET /api/v2/metrics/**',
      'GET /api/v2/logs/events',
      'POST /api/v2/logs/events/search',
      'POST /api/v2/logs/analytics/aggregate',
    ],
    write: [
      'Change and delete monitors and dashboards',
      'POST|PUT|DELETE /api/v1/monitor/**',
      'POST|PUT|DELETE /api/v1/dashboard/**',
    ],
    submit: ['Send metrics and events', 'POST /api/v1/series', 'POST /api/v2/series', 'POST /api/v1/events'],
  },
  deletes: ['POST /api/v1/slo/bulk_delete', 'POST /api/v1/downtime/cancel/by_scope'],
  discloses: [
    'GET|POST|PUT /api/v1/api_key/**',
    'GET|POST|PUT /api/v1/application_key/**',
    'GET|POST|PATCH /api/v2/api_keys/**',
    'GET|POST|PATCH /api/v2/application_keys/**',
    'GET|POST|PATCH /api/v2/*/application_keys/**',
    'GET|POST|PATCH /api/v2/service_accounts/*/application_keys/**',
  ],
});

export const cloudProviders = [cloudflare, vercel, netlify, digitalocean, datadog] as const;
