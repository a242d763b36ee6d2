// A fault's code where a message is parsed.
import { z } from 'zod';
import { type FaultCode as Code, isFaultCode } from './fault.ts';

export const FaultCode = z.custom<Code>((value) => typeof value === 'string' && isFaultCode(value));
