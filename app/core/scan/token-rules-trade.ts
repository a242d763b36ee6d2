// Tokens of messages, mail, maps, shops and payments: one line for each format.
import type { ShapeRule } from './shape-rule.ts';
import { noToken, noWord, shape, token, tokenAround, uuid } from './shape-rule.ts';

export const tradeTokenRules: readonly ShapeRule[] = [
  // messages and mail
  token('slack-refresh-token', 'Slack token', ['xoxe.xoxp-', 'xoxe.xoxb-'], '[A-Za-z0-9-]{20,250}'),
  token(
    'slack-token',
    'Slack token',
    ['xoxa-', 'xoxb-', 'xoxc-', 'xoxd-', 'xoxe-', 'xoxo-', 'xoxp-', 'xoxr-', 'xoxs-'],
    '[A-Za-z0-9%-]{20,250}',
  ),
  token('slack-app-token', 'Slack app token', ['xapp-'], '[0-9]-[A-Z0-9]{5,20}-[0-9]{5,20}-[a-z0-9]{20,100}'),
  shape(
    'slack-webhook',
    'Slack webhook',
    ['hooks.slack.com/'],
    /hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9+/]{43,100}/y,
  ),
  shape(
    'teams-webhook',
    'Microsoft Teams webhook',
    ['.webhook.office.com/webhookb2/'],
    /\.webhook\.office\.com\/webhookb2\/[a-z0-9-]{36}@[a-z0-9-]{36}\/IncomingWebhook\/[a-z0-9]{32}\/[a-z0-9-]{36}/y,
  ),
  shape(
    'zapier-webhook',
    'Zapier webhook',
    ['hooks.zapier.com/hooks/catch/'],
    /hooks\.zapier\.com\/hooks\/catch\/[0-9]{5,10}\/[a-z0-9]{6,10}(?![a-z0-9])/y,
  ),
  shape(
    'discord-bot-token',
    'Discord bot token',
    ['md', 'mt', 'mj', 'mz', 'nd', 'nt', 'nj', 'nz', 'od', 'ot'],
    /(?<!(?<!\\)[A-Za-z0-9])[MNO][DTjz][A-Za-z0-9_-]{22,26}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38}/y,
  ),
  shape(
    'discord-webhook',
    'Discord webhook',
    ['discord.com/api/webhooks/', 'discordapp.com/api/webhooks/'],
    /discord(?:app)?\.com\/api\/webhooks\/[0-9]{17,20}\/[A-Za-z0-9_-]{60,80}/y,
  ),
  tokenAround('telegram-bot-token', 'Telegram bot token', '[0-9]{8,10}', ':AA', `[A-Za-z0-9_-]{33}${noToken}`),
  token('twilio-key', 'Twilio API key', ['SK'], `[0-9a-f]{32}${noWord}`),
  token('sendgrid-key', 'SendGrid key', ['SG.'], `[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}${noToken}`),
  token('mailgun-key', 'Mailgun key', ['key-'], `[0-9a-f]{32}${noWord}`),
  tokenAround('mailchimp-key', 'Mailchimp key', '[0-9a-f]{32}', '-us', `[0-9]{1,2}${noWord}`),
  token('brevo-key', 'Brevo key', ['xkeysib-', 'xsmtpsib-'], `[a-f0-9]{64}-[A-Za-z0-9]{16}${noWord}`),
  token('resend-key', 'Resend key', ['re_'], `[A-Za-z0-9]{6,10}_[A-Za-z0-9]{20,28}${noWord}`),
  token('klaviyo-key', 'Klaviyo key', ['pk_'], `[a-f0-9]{34}${noWord}`),
  token('intercom-token', 'Intercom token', ['dG9rO'], `[A-Za-z0-9+/]{40,80}={0,2}`),
  token('hubspot-token', 'HubSpot token', ['pat-na1-', 'pat-na2-', 'pat-eu1-', 'pat-ap1-'], `${uuid}${noToken}`),

  // people and places
  token('facebook-token', 'Facebook token', ['EAAC', 'EAAM', 'EAAG', 'EAAB'], `[A-Za-z0-9]{100,400}${noWord}`),
  token('linkedin-secret', 'LinkedIn client secret', ['WPL_AP1.'], '[A-Za-z0-9]{16}(?:\\.[A-Za-z0-9+/=]{4,12})?'),
  token('mapbox-secret', 'Mapbox secret token', ['sk.eyJ'], '[A-Za-z0-9_-]{40,200}\\.[A-Za-z0-9_-]{20,30}'),
  token('adobe-secret', 'Adobe client secret', ['p8e-', 'p8-', 'p8l-'], `[A-Za-z0-9_-]{32}${noToken}`),
  tokenAround('firebase-key', 'Firebase server key', 'AAAA[A-Za-z0-9_-]{7}', ':APA91b', `[A-Za-z0-9_-]{134}${noToken}`),

  // shops and payments
  token(
    'stripe-key',
    'Stripe key',
    ['sk_live_', 'sk_test_', 'sk_prod_', 'rk_live_', 'rk_test_', 'rk_prod_'],
    `[A-Za-z0-9]{16,247}${noWord}`,
  ),
  token('stripe-webhook-secret', 'Stripe webhook secret', ['whsec_'], '[A-Za-z0-9+/]{32,64}'),
  token('shopify-token', 'Shopify token', ['shpat_', 'shpca_', 'shppa_', 'shpss_'], `[a-fA-F0-9]{32}${noWord}`),
  token('square-token', 'Square token', ['sq0atp-', 'sq0csp-'], '[A-Za-z0-9_-]{22,43}'),
  token('square-access-token', 'Square token', ['EAAA'], `[A-Za-z0-9_-]{60}${noToken}`),
  token(
    'braintree-token',
    'Braintree token',
    ['access_token$production$', 'access_token$sandbox$'],
    `[a-z0-9]{16}\\$[a-f0-9]{32}${noWord}`,
  ),
  token(
    'plaid-token',
    'Plaid token',
    ['access-production-', 'access-sandbox-', 'access-development-'],
    `${uuid}${noToken}`,
  ),
  token(
    'flutterwave-key',
    'Flutterwave key',
    ['FLWSECK-', 'FLWSECK_TEST-'],
    `(?:[a-h0-9]{32}-X|[a-h0-9]{12})${noWord}`,
  ),
  token(
    'paddle-key',
    'Paddle key',
    ['pdl_live_apikey_', 'pdl_sdbx_apikey_'],
    `[a-z0-9]{26}_[A-Za-z0-9]{22}_[A-Za-z0-9]{3}${noWord}`,
  ),
  token('lob-key', 'Lob key', ['live_', 'test_'], `[a-f0-9]{35}${noWord}`),
  token('shippo-token', 'Shippo token', ['shippo_live_', 'shippo_test_'], `[a-f0-9]{40}${noWord}`),
  token('easypost-key', 'EasyPost key', ['EZAK', 'EZTK'], `[A-Za-z0-9]{54}${noWord}`),
  token('duffel-token', 'Duffel token', ['duffel_live_', 'duffel_test_'], `[A-Za-z0-9_=-]{43}${noToken}`),
  token('settlemint-token', 'SettleMint token', ['sm_aat_', 'sm_pat_', 'sm_sat_'], `[A-Za-z0-9]{16}${noWord}`),
  token('intra42-secret', '42 client secret', ['s-s4t2ud-', 's-s4t2af-'], `[a-f0-9]{64}${noWord}`),
];
