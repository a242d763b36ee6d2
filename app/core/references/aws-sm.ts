// AWS Secrets Manager through the aws CLI: `aws-sm:name-or-arn` or `aws-sm:name-or-arn#jsonKey`.
import { z } from 'zod';
import { BrokerError } from '../../contract/fault.ts';
import { parseJson, textIn } from './json.ts';
import { decodePart, splitFragment } from './parts.ts';
import type { ProgramCall } from './program-call.ts';

const Answer = z.object({ SecretString: z.string().optional(), SecretBinary: z.base64().optional() });

/**
 * Without a key it is the whole secret, text or binary; with one, the string (or whole number) under that key of a JSON
 * object. Region, profile and sign-in are those of the login shell's `AWS_…` variables and of ~/.aws.
 * @throws BrokerError reference_malformed
 */
export function awsCall(rest: string): ProgramCall {
  const { before, after } = splitFragment(rest);
  const key = after === null ? null : decodePart(after);
  return {
    word: 'aws',
    args: ['secretsmanager', 'get-secret-value', `--secret-id=${decodePart(before)}`, '--output=json'],
    passes: ['AWS_*', 'HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy'],
    sets: { AWS_PAGER: '' },
    files: () => [],
    refusals: [
      [/ResourceNotFoundException/, 'reference_not_found'],
      [/AccessDenied/, 'reference_denied'],
      [
        /Expired|UnrecognizedClient|InvalidClientTokenId|locate credentials|SSO|aws login|aws configure/,
        'reference_locked',
      ],
    ],
    read: (printed) => readAnswer(printed, key),
  };
}

function readAnswer(printed: Buffer, key: string | null): Buffer {
  const answer = Answer.safeParse(parseJson(printed));
  if (!answer.success) throw new BrokerError('reference_failed');
  const { SecretString: string, SecretBinary: binary } = answer.data;
  if (key === null && binary !== undefined) return Buffer.from(binary, 'base64');
  if (string === undefined) throw new BrokerError('reference_not_found');
  const bytes = Buffer.from(string, 'utf8');
  return key === null ? bytes : textIn(parseJson(bytes), key);
}
