import { assertNever } from '#shared/domain/exhaustive.ts';
import type { ServedActionType } from '#shared/domain/environment.ts';
import type { AgentSettings, ServedType } from '../agent/settings.ts';
import { createHttpProcessor } from '../processors/http-processor.ts';
import { createManualProcessor } from '../processors/manual-processor.ts';

/** Bounds one call to a vendor's backend. */
const BACKEND_CALL_TIMEOUT_MS = 15_000;

/** Two and a half times the service's re-delivery pause of about 30 s. */
const CLAIM_SETTLE_MS = 75_000;

const TICK_MS = 5_000;

/** The part that the headless configuration and an environment of the window share, checked and with defaults. */
export interface WrittenSettings {
  regions: readonly string[];
  pollSeconds: number;
  maxConcurrentRuns: number;
  actionTypes: readonly ServedActionType[];
}

function servedType(written: ServedActionType): ServedType {
  const { category, owner, provider, version, processor } = written;
  const common = {
    actionTypeId: { category, owner, provider, version },
    jobTimeoutMs: written.jobTimeoutSeconds * 1000,
    executionUrlTemplate: written.executionUrlTemplate ?? null,
    secretConfigurationKeys: new Set(written.secretConfigurationKeys),
  };
  switch (processor.kind) {
    case 'http':
      return {
        ...common,
        backendGraceMs: processor.backendGraceSeconds * 1000,
        processor: createHttpProcessor(processor, BACKEND_CALL_TIMEOUT_MS),
      };
    case 'manual':
      return { ...common, backendGraceMs: Infinity, processor: createManualProcessor() };
    default:
      return assertNever(processor);
  }
}

/** Written settings become the agent's: milliseconds, processors made, nothing optional left. */
export function compileAgentSettings(written: WrittenSettings): AgentSettings {
  return {
    regions: written.regions,
    types: written.actionTypes.map(servedType),
    pollIntervalMs: written.pollSeconds * 1000,
    maxConcurrentRuns: written.maxConcurrentRuns,
    claimSettleMs: CLAIM_SETTLE_MS,
    tickMs: TICK_MS,
  };
}
