// Secrets by the thousand, each a little different from the others.
import { draft } from '../app/adapters/vault.testkit.ts';

const services = ['github', 'stripe', 'sentry', 'jira', 'vercel', 'aws', 'mailgun', 'datadog', 'linear', 'fastly'];

export function manyDraft(at: number): ReturnType<typeof draft> {
  const service = services[at % services.length];
  const number = String(at).padStart(4, '0');
  return draft({
    name: `${service}/team-${number}/token`,
    description: `Number ${number} of ${service}`,
    tags: at % 2 === 0 ? ['ci'] : ['local', 'ci'],
    environment: ['dev', 'staging', 'prod'][at % 3],
    env: `TOKEN_${number}`,
    value: `tok_${number}-Qx7Rv2Km9Lp4`,
  });
}
