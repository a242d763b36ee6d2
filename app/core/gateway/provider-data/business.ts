// Providers of documents, tables, customers and payments, from their public documentation.
import { provider } from './define.ts';

const stripe = provider({
  id: 'stripe',
  name: 'Stripe',
  baseUrl: 'https://api.stripe.com',
  // The key is the user; there is no password.
  auth: { kind: 'basic', user: '{value}', password: '' },
  permissions: {
    read: [
      'Read customers, payments and invoices',
      'GET /v1/balance/**',
      'GET /v1/balance_transactions/**',
      'GET /v1/charges/**',
      'GET /v1/customers/**',
      'GET /v1/disputes/**',
      'GET /v1/events/**',
      'GET /v1/invoices/**',
      'GET /v1/payment_intents/**',
      'GET /v1/payouts/**',
      'GET /v1/prices/**',
      'GET /v1/products/**',
      'GET /v1/refunds/**',
      'GET /v1/subscriptions/**',
    ],
    write: [
      'Change customers, products, invoices and subscriptions',
      'POST|DELETE /v1/customers/**',
      'POST|DELETE /v1/products/**',
      'POST /v1/prices/**',
      'POST|DELETE /v1/invoices/**',
      'POST|DELETE /v1/subscriptions/**',
      'POST /v1/payment_links/**',
      'POST /v1/checkout/sessions/**',
    ],
    charge: ['Take payments', 'POST /v1/payment_intents/**'],
    refund: ['Refund payments', 'POST /v1/refunds/**', 'POST /v1/charges/*/refund'],
  },
  deletes: [
    'POST /v1/invoices/*/void',
    'POST /v1/payment_intents/*/cancel',
    'POST /v1/refunds/*/cancel',
    'POST /v1/subscription_schedules/*/cancel',
  ],
  discloses: [
    'POST /v1/ephemeral_keys',
    'POST /v1/webhook_endpoints',
    'POST /v2/core/event_destinations',
    'POST /v1/account_sessions',
    'POST /v1/customer_sessions',
    'POST /v1/accounts/*/login_links',
    'POST /v1/terminal/connection_tokens',
    'GET /v1/apps/secrets/**',
    'GET /v1/issuing/cards/**',
  ],
  headers: [
    'stripe-version',
    'stripe-account',
    'stripe-context',
    'x-stripe-client-user-agent',
    'x-stripe-client-telemetry',
  ],
});

const notion = provider({
  id: 'notion',
  name: 'Notion',
  baseUrl: 'https://api.notion.com',
  auth: { kind: 'bearer' },
  permissions: {
    // What is searched for stands in a body.
    read: [
      'Search and read pages and databases',
      'GET /v1/pages/**',
      'GET /v1/blocks/**',
      'GET /v1/databases/**',
      'GET /v1/data_sources/**',
      'GET /v1/users/**',
      'GET /v1/comments',
      'POST /v1/search',
      'POST /v1/databases/*/query',
      'POST /v1/data_sources/*/query',
    ],
    write: [
      'Write and delete pages and databases',
      'POST|PATCH /v1/pages/**',
      'PATCH|DELETE /v1/blocks/**',
      'POST /v1/databases',
      'PATCH /v1/databases/*',
    ],
    comment: ['Comment on pages', 'POST /v1/comments'],
  },
  discloses: ['POST /v1/oauth/**'],
  headers: ['notion-version'],
});

const airtable = provider({
  id: 'airtable',
  name: 'Airtable',
  baseUrl: 'https://api.airtable.com',
  auth: { kind: 'bearer' },
  permissions: {
    read: ['Read records', 'GET /v0/app*/*', 'GET /v0/app*/*/rec*', 'POST /v0/app*/*/listRecords'],
    schema: ['See which bases and tables there are', 'GET /v0/meta/bases/**'],
    write: ['Write and delete records', 'POST|PATCH|PUT|DELETE /v0/app*/*', 'PATCH|PUT|DELETE /v0/app*/*/rec*'],
  },
  discloses: ['POST /v0/bases/*/webhooks/**'],
  headers: ['x-airtable-user-agent'],
});

const hubspot = provider({
  id: 'hubspot',
  name: 'HubSpot',
  baseUrl: 'https://api.hubapi.com',
  auth: { kind: 'bearer' },
  permissions: {
    // What is searched for stands in a body.
    read: [
      'Search and read customers and deals',
      'GET /crm/v3/objects/**',
      'GET /crm/v3/properties/**',
      'GET /crm/v3/owners/**',
      'POST /crm/v3/objects/*/search',
      'POST /crm/v3/objects/*/batch/read',
    ],
    write: [
      'Change and delete customers and deals',
      'POST /crm/v3/objects/*',
      'PATCH|DELETE /crm/v3/objects/*/*',
      'POST /crm/v3/objects/*/batch/*',
    ],
  },
  deletes: [
    'POST /crm/v*/objects/*/batch/archive',
    'POST /crm/v*/objects/*/gdpr-delete',
    'POST /crm/v*/objects/*/merge',
  ],
  discloses: ['GET|POST /oauth/**'],
});

export const businessProviders = [stripe, notion, airtable, hubspot] as const;
