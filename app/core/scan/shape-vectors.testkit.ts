// For tests: for each rule a text that it finds and one that it just does not. They are put together from parts here, so that no
// file of the repository holds a string that looks like a secret.

export interface ShapeVector {
  readonly rule: string;
  /** [before, the secret, after] */
  readonly finds: readonly [string, string, string];
  readonly misses: string;
}

let state = 7;
function drawn(alphabet: string, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    text += alphabet.charAt((state >>> 10) % alphabet.length);
  }
  return text;
}
const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const digits = '0123456789';
const word = (length: number): string => drawn(lower + upper + digits, length);
const sign = (length: number): string => drawn(`${lower}${upper}${digits}`, length - 1).concat('k');
const hex = (length: number): string => drawn('0123456789abcdef', length);
const letters = (length: number): string => drawn(lower + upper, length);
const capitals = (length: number): string => drawn(`${upper}${digits}`, length);
const base32 = (length: number): string => drawn(`${upper}234567`, length);
const bech32 = (length: number): string => drawn('QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L', length);
const number = (length: number): string => drawn(digits, length);

/** A token that is `head` and a body; the near miss is one character short. */
function body(rule: string, head: string, text: string, tail = ''): ShapeVector {
  return { rule, finds: ['', head + text + tail, ''], misses: head + text.slice(0, -1) + tail };
}

/** A value behind the name it was given; the near miss is one character short. */
function given(rule: string, before: string, value: string, after = ''): ShapeVector {
  return { rule, finds: [before, value, after], misses: before + value.slice(1) + after };
}

export const shapeVectors: readonly ShapeVector[] = [
  body('github-token', 'ghp_', word(36)),
  body('github-fine-grained', 'github_pat_', `${word(22)}_${word(59)}`),
  body('github-oauth', 'gho_', word(36)),
  body('github-app', 'ghs_', word(36)),
  body('github-app', 'ghu_', word(36)),
  body('github-refresh', 'ghr_', word(36)),
  body('gitlab-token', 'glpat-', sign(20)),
  body('gitlab-token', 'glrt-', sign(20)),
  body('bitbucket-app-password', 'ATBB', word(32)),
  body('atlassian-token', 'ATATT3', word(180)),
  body('npm-token', 'npm_', word(36)),
  body('pypi-token', 'pypi-', `AgEIcHlwaS5vcmc${sign(50)}`),
  body('rubygems-key', 'rubygems_', hex(48)),
  body('cargo-token', 'cio', word(32)),
  body('docker-token', 'dckr_pat_', sign(27)),
  body('artifactory-key', 'AKCp', word(69)),
  body('sentry-token', 'sntryu_', hex(40)),
  body('linear-key', 'lin_api_', word(32)),
  body('figma-token', 'figd_', sign(38)),
  body('postman-key', 'PMAK-', `${hex(24)}-${hex(34)}`),
  body('openai-key', 'sk-proj-', sign(40)),
  body('openai-key', 'sk-svcacct-', sign(40)),
  body('openai-old-key', 'sk-', word(48)),
  body('anthropic-key', 'sk-ant-', `api03-${sign(80)}`),
  body('anthropic-key', 'sk-ant-', `oat01-${sign(80)}`),
  body('huggingface-token', 'hf_', letters(34)),
  body('replicate-token', 'r8_', word(37)),
  body('groq-key', 'gsk_', word(52)),
  body('xai-key', 'xai-', word(70)),
  body('perplexity-key', 'pplx-', word(48)),
  body('aws-access-key', 'AKIA', base32(16)),
  body('aws-access-key', 'ASIA', base32(16)),
  body('google-api-key', 'AIza', sign(35)),
  body('google-oauth-secret', 'GOCSPX-', sign(28)),
  body('google-oauth-token', 'ya29.', sign(30)),
  body('digitalocean-token', 'dop_v1_', hex(64)),
  body('cloudflare-ca-key', 'v1.0-', `${hex(24)}-${hex(146)}`),
  body('azure-client-secret', `${word(3)}8Q~`, sign(31)),
  body('vercel-token', 'vcp_', word(24)),
  body('supabase-key', 'sbp_', hex(20)),
  body('supabase-key', 'sb_secret_', sign(20)),
  body('planetscale-token', 'pscale_tkn_', sign(32)),
  body('heroku-key', 'HRKU-', sign(36)),
  body('fly-token', 'fm2_', sign(60)),
  body('databricks-token', 'dapi', hex(32)),
  body('tailscale-key', 'tskey-', `auth-${word(17)}-${word(16)}`),
  body('vault-token', 'hvs.', sign(24)),
  body('terraform-token', `${word(14)}.atlasv1.`, sign(60)),
  body('pulumi-token', 'pul-', hex(40)),
  body('doppler-token', 'dp.pt.', word(40)),
  body('grafana-token', 'glsa_', word(32)),
  body('newrelic-key', 'NRAK-', capitals(27)),
  body('onepassword-token', 'ops_', `eyJ${word(250)}`),
  body('age-key', 'AGE-SECRET-KEY-1', bech32(58)),
  body('slack-token', 'xoxb-', `${number(10)}-${word(9)}`),
  body('slack-token', 'xoxp-', `${number(10)}-${word(9)}`),
  body('slack-refresh-token', 'xoxe.xoxp-', `1-${word(18)}`),
  body('slack-app-token', 'xapp-', `1-${capitals(9)}-${number(12)}-${hex(20)}`),
  body('slack-webhook', 'hooks.slack.com/', `services/T${capitals(8)}/B${capitals(9)}/${word(22)}`),
  body('discord-bot-token', `MT${word(22)}.`, `${word(6)}.${sign(27)}`),
  body('discord-webhook', 'discord.com/api/webhooks/', `${number(18)}/${sign(60)}`),
  body('telegram-bot-token', `${number(9)}:AA`, sign(33)),
  body('twilio-key', 'SK', hex(32)),
  body('sendgrid-key', 'SG.', `${sign(22)}.${sign(43)}`),
  body('mailgun-key', 'key-', hex(32)),
  { rule: 'mailchimp-key', finds: ['', `${hex(32)}-us14`, ''], misses: `${hex(31)}-us14` },
  body('brevo-key', 'xkeysib-', `${hex(64)}-${word(16)}`),
  body('notion-token', 'ntn_', `${number(11)}${word(35)}`),
  body('notion-old-token', 'secret_', word(43)),
  body('airtable-token', 'pat', `${word(14)}.${hex(64)}`),
  body('dropbox-token', 'sl.', sign(130)),
  body('stripe-key', 'sk_live_', word(16)),
  body('stripe-key', 'rk_test_', word(16)),
  body('stripe-webhook-secret', 'whsec_', word(32)),
  body('shopify-token', 'shpat_', hex(32)),
  body('square-token', 'sq0csp-', sign(22)),
  body('square-access-token', 'EAAA', sign(60)),
  {
    rule: 'private-key',
    finds: ['', `-----BEGIN RSA PRIVATE ${'KEY-----\n'}`, `${word(64)}\n`],
    misses: `-----BEGIN RSA PRIVATE ${'KEY-----'} is how it begins`,
  },
  {
    rule: 'private-key',
    finds: ['"key": "', `-----BEGIN PRIVATE ${'KEY-----\\n'}`, `${word(64)}\\n"`],
    misses: `-----BEGIN PUBLIC ${'KEY-----\n'}${word(64)}`,
  },
  {
    rule: 'putty-key',
    finds: ['', `PuTTY-User-Key-File-3: ${'ssh-ed25519'}`, '\nEncryption: none\n'],
    misses: 'PuTTY-User-Key-File-3: is the first line',
  },
  body('jwt', 'eyJ', `${word(20)}.eyJ${word(20)}.${sign(20)}`),
  given('aws-secret-key', 'aws_secret_access_key = ', word(40)),
  given('aws-secret-key', '\\"SecretAccessKey\\": \\"', word(40), '\\"'),
  {
    rule: 'aws-session-token',
    finds: ['aws_session_token=', `IQoJ${word(80)}`, ''],
    misses: `aws_session_token=IQoJ${word(79)}`,
  },
  given('azure-storage-key', 'AccountName=a;AccountKey=', `${word(86)}==`),
  {
    rule: 'azure-sas',
    finds: ['https://a.example/c?sv=1&sig=', `${word(43)}%3D`, '&se=1'],
    misses: `?sig=${word(42)}&se=1`,
  },
  given('google-service-account', '"private_key_id": "', hex(40), '"'),
  given('cloudflare-token', 'CLOUDFLARE_API_TOKEN=', sign(40)),
  given('cloudflare-key', 'CF_API_KEY: ', hex(37)),
  given('datadog-key', 'DD_API_KEY=', hex(32)),
  given('twilio-token', 'TWILIO_AUTH_TOKEN=', hex(32)),
  given('vercel-old-token', 'VERCEL_TOKEN=', word(24)),
  { rule: 'npmrc-token', finds: ['//registry.example/:_authToken=', hex(20), ''], misses: `:_authToken=${hex(19)}` },
  { rule: 'docker-auth', finds: ['{"auth": "', `${word(18)}==`, '"}'], misses: `{"auth": "${word(15)}"}` },
  { rule: 'basic-header', finds: ['Authorization: Basic ', `${word(18)}==`, ''], misses: `Visual Basic ${word(18)}` },
  {
    rule: 'bearer-header',
    finds: ['Authorization: Bearer ', `${word(30)}9x1`, ''],
    misses: `the bearer ${letters(30)}`,
  },
  {
    rule: 'url-password',
    finds: ['postgres://app:', 'k3-Vw0_pLq', '@db.example:5432/x'],
    misses: 'postgres://app:postgres@localhost/x',
  },
  { rule: 'url-password', finds: ['redis://:', 'k3-Vw0_pLq', '@cache.example'], misses: 'http://a.example:8080/a@b' },
  { rule: 'assigned-password', finds: ['DB_PASSWORD="', 'k3-Vw0_pLq', '"'], misses: 'password = process.env.DB_PASS1' },
  {
    rule: 'assigned-password',
    finds: ['mysql --password=', 'k3-Vw0_pLq', ' -u x'],
    misses: 'password: string | undefined',
  },
  {
    rule: 'assigned-secret',
    finds: ['client_secret: ', `${word(22)}4x8`, ''],
    misses: 'tokenCount = packages-core-main-version',
  },
  {
    rule: 'assigned-secret',
    finds: ['export API_KEY=', `${word(22)}4x8`, ''],
    misses: 'token = readTheTokenFromTheSettings(file)',
  },
];
