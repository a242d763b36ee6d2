// For tests that start many brokers: makes matchers where it is asked. The thread of the app has tests of its own.
import type { MatcherBuilder } from '../ports/matcher-builder.ts';
import { buildMatcher } from './matcher.ts';

export const matchersInPlace: MatcherBuilder = {
  build: async (values) =>
    buildMatcher(values.map(({ name, bytes }) => ({ name, value: Buffer.from(bytes).toString('utf8') }))),
  forget: async () => {},
};
