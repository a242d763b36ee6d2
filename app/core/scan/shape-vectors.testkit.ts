// For tests: for each rule examples that it finds, and some that it just does not.
import type { ShapeVector } from './shape-examples.testkit.ts';
import { cloudVectors } from './shape-vectors-clouds.testkit.ts';
import { codeVectors } from './shape-vectors-code.testkit.ts';
import { connectionVectors, headerVectors, nameVectors } from './shape-vectors-context.testkit.ts';
import { keyVectors } from './shape-vectors-keys.testkit.ts';
import { modelVectors } from './shape-vectors-models.testkit.ts';
import { tradeVectors } from './shape-vectors-trade.testkit.ts';

export const shapeVectors: readonly ShapeVector[] = [
  ...[codeVectors, modelVectors, cloudVectors, tradeVectors].flat(),
  ...[keyVectors, connectionVectors, headerVectors, nameVectors].flat(),
];
