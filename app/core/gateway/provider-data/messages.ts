// Providers that carry messages, from their public documentation.
import { provider } from './define.ts';

const slack = provider({
  id: 'slack',
  name: 'Slack',
  baseUrl: 'https://slack.com/api',
  auth: { kind: 'bearer' },
  permissions: {
    // Slack takes GET and POST for whatever is read.
    read: [
      'Read channels, messages and people',
      'GET|POST /conversations.list',
      'GET|POST /conversations.info',
      'GET|POST /conversations.history',
      'GET|POST /conversations.replies',
      'GET|POST /conversations.members',
      'GET|POST /users.list',
      'GET|POST /users.info',
      'GET|POST /users.lookupByEmail',
      'GET|POST /search.messages',
      'GET|POST /auth.test',
    ],
    post: [
      'Write and change messages',
      'POST /chat.postMessage',
      'POST /chat.postEphemeral',
      'POST /chat.scheduleMessage',
      'POST /chat.update',
      'POST /reactions.add',
    ],
    files: [
      'Read and upload files',
      'GET|POST /files.list',
      'GET|POST /files.info',
      'GET|POST /files.getUploadURLExternal',
      'POST /files.completeUploadExternal',
    ],
    channels: [
      'Make channels and invite people',
      'POST /conversations.create',
      'POST /conversations.invite',
      'POST /conversations.join',
      'POST /conversations.setTopic',
      'POST /conversations.archive',
    ],
    delete: ['Delete messages', 'POST /chat.delete', 'POST /chat.deleteScheduledMessage'],
  },
  deletes: [
    'GET|POST /*.delete*',
    'GET|POST /*.remove*',
    'GET|POST /*.revoke*',
    'GET|POST /*.archive',
    'GET|POST /*.kick',
    'GET|POST /*.uninstall',
  ],
  discloses: ['GET|POST /oauth.*', 'GET|POST /openid.*', 'GET|POST /rtm.*', 'GET|POST /apps.*', 'GET|POST /tooling.*'],
});

const telegram = provider({
  id: 'telegram',
  name: 'Telegram bot',
  baseUrl: 'https://api.telegram.org',
  auth: { kind: 'template', parts: [{ in: 'path', name: '', text: 'bot{value}' }] },
  permissions: {
    // Telegram takes GET and POST for everything.
    read: [
      'Read updates, chats and files',
      'GET|POST /getMe',
      'GET|POST /getUpdates',
      'GET|POST /getChat*',
      'GET|POST /getFile',
      'GET|POST /getWebhookInfo',
    ],
    send: [
      'Send and change messages',
      'GET|POST /send*',
      'POST /edit*',
      'POST /forward*',
      'POST /copy*',
      'POST /answer*',
    ],
    delete: ['Delete messages', 'POST /deleteMessage*'],
  },
  deletes: [
    'GET|POST /delete*',
    'GET|POST /ban*',
    'GET|POST /unpin*',
    'GET|POST /leave*',
    'GET|POST /revoke*',
    'GET|POST /close*',
    'GET|POST /logOut',
  ],
  discloses: ['GET|POST /*Token'],
});

const discord = provider({
  id: 'discord',
  name: 'Discord bot',
  baseUrl: 'https://discord.com/api',
  auth: { kind: 'template', parts: [{ in: 'header', name: 'Authorization', text: 'Bot {value}' }] },
  permissions: {
    read: [
      'Read servers, channels and messages',
      'GET /v*/channels/*',
      'GET /v*/channels/*/messages/**',
      'GET /v*/guilds/*',
      'GET /v*/guilds/*/channels',
      'GET /v*/guilds/*/members/**',
      'GET /v*/users/**',
    ],
    post: [
      'Write and delete messages',
      'POST|PATCH|PUT|DELETE /v*/channels/*/messages/**',
      'POST /v*/channels/*/threads',
    ],
  },
  deletes: [
    'POST /v*/channels/*/messages/bulk-delete',
    'POST /v*/guilds/*/prune',
    'POST /v*/guilds/*/bulk-ban',
    'PUT /v*/guilds/*/bans/*',
  ],
  discloses: [
    'GET|POST /v*/channels/*/webhooks',
    'GET /v*/guilds/*/webhooks',
    'GET|PATCH /v*/webhooks/**',
    'POST /v*/oauth2/**',
  ],
  headers: ['x-audit-log-reason'],
});

const twilio = provider({
  id: 'twilio',
  name: 'Twilio',
  baseUrl: 'https://api.twilio.com',
  // The account’s id, which also stands in each path, and its token.
  auth: { kind: 'basic', user: '{username}', password: '{password}' },
  permissions: {
    read: [
      'Read messages and calls',
      'GET /2010-04-01/Accounts/*/Messages.json',
      'GET /2010-04-01/Accounts/*/Messages/**',
      'GET /2010-04-01/Accounts/*/Calls.json',
      'GET /2010-04-01/Accounts/*/Calls/**',
    ],
    send: ['Send messages', 'POST /2010-04-01/Accounts/*/Messages.json'],
    call: ['Make calls', 'POST /2010-04-01/Accounts/*/Calls.json'],
  },
  discloses: [
    'GET|POST /2010-04-01/Accounts.json',
    'GET|POST /2010-04-01/Accounts/*',
    'POST /2010-04-01/Accounts/*/Keys.json',
    'POST /2010-04-01/Accounts/*/SigningKeys.json',
    'POST /2010-04-01/Accounts/*/Tokens.json',
  ],
});

const sendgrid = provider({
  id: 'sendgrid',
  name: 'SendGrid',
  baseUrl: 'https://api.sendgrid.com',
  auth: { kind: 'bearer' },
  permissions: {
    send: ['Send mail', 'POST /v3/mail/send'],
    read: [
      'Read templates, numbers and who takes no mail',
      'GET /v3/templates/**',
      'GET /v3/stats',
      'GET /v3/suppression/**',
    ],
    contacts: [
      'Read, change and delete contacts',
      'GET /v3/marketing/contacts/**',
      'PUT|DELETE /v3/marketing/contacts',
      'POST /v3/marketing/contacts/search',
    ],
  },
  discloses: ['POST|PUT /v3/api_keys/**', 'GET|PATCH /v3/user/webhooks/**'],
  headers: ['on-behalf-of'],
});

const resend = provider({
  id: 'resend',
  name: 'Resend',
  baseUrl: 'https://api.resend.com',
  auth: { kind: 'bearer' },
  permissions: {
    send: ['Send mail', 'POST /emails', 'POST /emails/batch'],
    cancel: ['Cancel mail that is still to be sent', 'POST /emails/*/cancel'],
    read: ['Read mail and domains', 'GET /emails/**', 'GET /domains/**'],
  },
  deletes: ['POST /emails/*/cancel'],
  discloses: ['POST /api-keys', 'GET|POST /webhooks/**'],
});

export const messageProviders = [slack, telegram, discord, twilio, sendgrid, resend] as const;
