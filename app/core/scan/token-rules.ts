// Tokens that are known by how they begin: one line for each format, by what its issuer documents or has been seen to issue.
// SECURITY: a rule finds accidents. A secret that looks like nothing in particular is found by its value, if the vault has it.
import type { ShapeRule } from './shape-rule.ts';
import { shape, token, tokenAround } from './shape-rule.ts';

const noWord = '(?![A-Za-z0-9])';
const noToken = '(?![A-Za-z0-9_-])';

export const tokenRules: readonly ShapeRule[] = [
  // code and packages
  token('github-token', 'GitHub personal access token', ['ghp_'], `[A-Za-z0-9]{36,255}${noWord}`),
  token(
    'github-fine-grained',
    'GitHub fine-grained token',
    ['github_pat_'],
    `[A-Za-z0-9]{22}_[A-Za-z0-9]{59}${noWord}`,
  ),
  token('github-oauth', 'GitHub OAuth token', ['gho_'], `[A-Za-z0-9]{36,255}${noWord}`),
  token('github-app', 'GitHub app token', ['ghu_', 'ghs_'], `[A-Za-z0-9]{36,255}${noWord}`),
  token('github-refresh', 'GitHub refresh token', ['ghr_'], `[A-Za-z0-9]{36,255}${noWord}`),
  token(
    'gitlab-token',
    'GitLab token',
    ['glpat-', 'gldt-', 'glrt-', 'glcbt-', 'glptt-', 'glft-', 'glimt-', 'glagent-', 'glsoat-', 'gloas-'],
    '[A-Za-z0-9_-]{20,300}',
  ),
  token('bitbucket-app-password', 'Bitbucket app password', ['ATBB'], `[A-Za-z0-9]{32}${noWord}`),
  token('atlassian-token', 'Atlassian API token', ['ATATT3'], '[A-Za-z0-9_=-]{180,250}'),
  token('npm-token', 'npm token', ['npm_'], `[A-Za-z0-9]{36}${noWord}`),
  token('pypi-token', 'PyPI token', ['pypi-AgEIcHlwaS5vcmc', 'pypi-AgENdGVzdC5weXBpLm9yZ'], '[A-Za-z0-9_-]{50,400}'),
  token('rubygems-key', 'RubyGems key', ['rubygems_'], `[a-f0-9]{48}${noWord}`),
  token('cargo-token', 'crates.io token', ['cio'], `[A-Za-z0-9]{32}${noWord}`),
  token('docker-token', 'Docker Hub token', ['dckr_pat_', 'dckr_oat_'], '[A-Za-z0-9_-]{27,64}'),
  token('artifactory-key', 'Artifactory key', ['AKCp'], `[A-Za-z0-9]{69}${noWord}`),
  token('sentry-token', 'Sentry token', ['sntrys_', 'sntryu_'], '[A-Za-z0-9+/=_-]{40,400}'),
  token('linear-key', 'Linear key', ['lin_api_', 'lin_oauth_'], `[A-Za-z0-9]{32,64}${noWord}`),
  token('figma-token', 'Figma token', ['figd_'], '[A-Za-z0-9_-]{38,60}'),
  token('postman-key', 'Postman key', ['PMAK-'], `[a-f0-9]{24}-[a-f0-9]{34}${noWord}`),

  // models
  token('openai-key', 'OpenAI key', ['sk-proj-', 'sk-svcacct-', 'sk-admin-'], '[A-Za-z0-9_-]{40,250}'),
  token('openai-old-key', 'OpenAI key', ['sk-'], `[A-Za-z0-9]{48}${noToken}`),
  token('anthropic-key', 'Anthropic key', ['sk-ant-'], `[a-z]{2,8}[0-9]{2}-[A-Za-z0-9_-]{80,150}`),
  token('huggingface-token', 'Hugging Face token', ['hf_', 'api_org_'], `[A-Za-z]{34}${noWord}`),
  token('replicate-token', 'Replicate token', ['r8_'], `[A-Za-z0-9]{37}${noWord}`),
  token('groq-key', 'Groq key', ['gsk_'], `[A-Za-z0-9]{52}${noWord}`),
  token('xai-key', 'xAI key', ['xai-'], `[A-Za-z0-9]{70,90}${noWord}`),
  token('perplexity-key', 'Perplexity key', ['pplx-'], `[A-Za-z0-9]{48}${noWord}`),

  // clouds and hosting
  token('aws-access-key', 'AWS access key id', ['AKIA', 'ASIA', 'ABIA', 'ACCA'], `[A-Z2-7]{16}${noWord}`),
  token('google-api-key', 'Google API key', ['AIza'], `[A-Za-z0-9_-]{35}${noToken}`),
  token('google-oauth-secret', 'Google OAuth client secret', ['GOCSPX-'], `[A-Za-z0-9_-]{28}${noToken}`),
  token('google-oauth-token', 'Google OAuth token', ['ya29.'], '[A-Za-z0-9_-]{30,400}'),
  token('digitalocean-token', 'DigitalOcean token', ['dop_v1_', 'doo_v1_', 'dor_v1_'], `[a-f0-9]{64}${noWord}`),
  token('cloudflare-ca-key', 'Cloudflare origin CA key', ['v1.0-'], `[a-f0-9]{24}-[a-f0-9]{146}${noWord}`),
  tokenAround('azure-client-secret', 'Azure client secret', '[A-Za-z0-9_~.]{3}[0-9]', 'Q~', '[A-Za-z0-9_~.-]{31,34}'),
  token('vercel-token', 'Vercel token', ['vcp_', 'vci_', 'vca_', 'vcr_', 'vck_'], `[A-Za-z0-9]{24,80}${noWord}`),
  token('supabase-key', 'Supabase key', ['sbp_', 'sb_secret_'], `[A-Za-z0-9_-]{20,60}${noToken}`),
  token(
    'planetscale-token',
    'PlanetScale token',
    ['pscale_tkn_', 'pscale_pw_', 'pscale_oauth_'],
    '[A-Za-z0-9_.-]{32,64}',
  ),
  token('heroku-key', 'Heroku key', ['HRKU-'], '[A-Za-z0-9_-]{36,80}'),
  token('fly-token', 'Fly.io token', ['fm2_', 'fm1r_', 'fm1a_'], '[A-Za-z0-9+/=,_]{60,400}'),
  token('databricks-token', 'Databricks token', ['dapi'], `[a-f0-9]{32}(?:-[0-9])?${noWord}`),
  token('tailscale-key', 'Tailscale key', ['tskey-'], '[a-z]{3,10}-[A-Za-z0-9]{10,40}-[A-Za-z0-9]{16,60}'),
  token('vault-token', 'HashiCorp Vault token', ['hvs.', 'hvb.', 'hvr.'], '[A-Za-z0-9_-]{24,300}'),
  tokenAround('terraform-token', 'Terraform Cloud token', '[A-Za-z0-9]{14}', '.atlasv1.', '[A-Za-z0-9_-]{60,70}'),
  token('pulumi-token', 'Pulumi token', ['pul-'], `[a-f0-9]{40}${noWord}`),
  token(
    'doppler-token',
    'Doppler token',
    ['dp.pt.', 'dp.st.', 'dp.sa.', 'dp.scim.', 'dp.audit.'],
    '[A-Za-z0-9_.-]{40,80}',
  ),
  token('grafana-token', 'Grafana token', ['glsa_', 'glc_'], '[A-Za-z0-9+/=_]{32,400}'),
  token('newrelic-key', 'New Relic key', ['NRAK-'], `[A-Z0-9]{27}${noWord}`),
  token('onepassword-token', '1Password service account token', ['ops_eyJ'], '[A-Za-z0-9+/=_-]{250,400}'),
  token('age-key', 'age key', ['AGE-SECRET-KEY-1'], `[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}${noWord}`),

  // messages, mail and shops
  token('slack-refresh-token', 'Slack token', ['xoxe.xoxp-', 'xoxe.xoxb-'], '[A-Za-z0-9-]{20,250}'),
  token(
    'slack-token',
    'Slack token',
    ['xoxa-', 'xoxb-', 'xoxe-', 'xoxo-', 'xoxp-', 'xoxr-', 'xoxs-'],
    '[A-Za-z0-9-]{20,250}',
  ),
  token('slack-app-token', 'Slack app token', ['xapp-'], '[0-9]-[A-Z0-9]{5,20}-[0-9]{5,20}-[a-z0-9]{20,100}'),
  shape(
    'slack-webhook',
    'Slack webhook',
    ['hooks.slack.com/'],
    /hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9+/]{43,100}/y,
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
  token('brevo-key', 'Brevo key', ['xkeysib-'], `[a-f0-9]{64}-[A-Za-z0-9]{16}${noWord}`),
  token('notion-token', 'Notion token', ['ntn_'], `[0-9]{11}[A-Za-z0-9]{35}${noWord}`),
  token('notion-old-token', 'Notion token', ['secret_'], `[A-Za-z0-9]{43}${noWord}`),
  token('airtable-token', 'Airtable token', ['pat'], `[A-Za-z0-9]{14}\\.[a-f0-9]{64}${noWord}`),
  token('dropbox-token', 'Dropbox token', ['sl.'], '[A-Za-z0-9_-]{130,400}'),
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
];
