// The providers whose addresses and rules come with Postern. The person adds only a secret, and says which permissions there are.
import type { ProviderKind } from '../../../contract/provider.ts';
import { businessProviders } from './business.ts';
import { cloudProviders } from './clouds.ts';
import { codeProviders } from './code.ts';
import { messageProviders } from './messages.ts';
import { modelProviders } from './models.ts';

export const wellKnownProviders: readonly ProviderKind[] = [
  ...modelProviders,
  ...codeProviders,
  ...messageProviders,
  ...businessProviders,
  ...cloudProviders,
];
