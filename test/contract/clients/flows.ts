import { pipelineFlow, refusalFlow, typesFlow } from './account-flows.ts';
import {
  conditionFlow,
  retryAndRollbackFlow,
  revisionFlow,
  stopFlow,
  transitionFlow,
} from './execution-flows.ts';
import type { Flow } from './flow.ts';
import { objectFlow } from './object-flow.ts';
import { releaseFlow } from './release-flow.ts';
import { thirdPartyFailureFlow, thirdPartyRunFlow } from './third-party-flows.ts';

/** What matters most, for a client that takes half a second a call. */
export const essentialFlows: readonly Flow[] = [
  releaseFlow,
  thirdPartyRunFlow,
  stopFlow,
  retryAndRollbackFlow,
  typesFlow,
  refusalFlow,
];

/** What every client must be able to do. */
export const flows: readonly Flow[] = [
  releaseFlow,
  thirdPartyRunFlow,
  thirdPartyFailureFlow,
  transitionFlow,
  stopFlow,
  retryAndRollbackFlow,
  conditionFlow,
  revisionFlow,
  pipelineFlow,
  typesFlow,
  refusalFlow,
  objectFlow,
];
