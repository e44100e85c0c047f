import { join } from 'node:path';
import { assertNever } from '#shared/domain/exhaustive.ts';
import type { HeadlessActionType } from '#shared/domain/environment.ts';
import type { TrafficLimits } from '../agent/decide/traffic.ts';
import type { AgentSettings, ServedType } from '../agent/settings.ts';
import { createCommandProcessor, type CommandKit } from '../processors/command-processor.ts';
import { createHttpProcessor } from '../processors/http-processor.ts';
import { createManualProcessor } from '../processors/manual-processor.ts';
import type { AgentWatch } from '../watching/watching.ts';

/** Bounds one call to a vendor's backend. */
const BACKEND_CALL_TIMEOUT_MS = 15_000;

/** Two and a half times the service's re-delivery pause of about 30 s. */
const CLAIM_SETTLE_MS = 75_000;

const TICK_MS = 5_000;

/** An upload that ends a little after the work has said that it is done. */
const DEFAULT_OUTPUT_GRACE_SECONDS = 60;

/** The part that the headless configuration and an environment of the window share, checked and with defaults. */
export interface WrittenSettings {
  traffic?: { maxCallsAtOnce: number; maxCallsPerSecond?: number | undefined } | undefined;
  regions: readonly string[];
  pollSeconds: number;
  maxConcurrentRuns: number;
  actionTypes: readonly HeadlessActionType[];
}

/** What processors work with beside their configuration. */
export interface ProcessorKit extends Omit<CommandKit, 'folder'> {
  /** Holds `commands/`, the run folders of command processors. */
  dataDir: string;
}

function servedType(written: HeadlessActionType, kit: ProcessorKit): ServedType {
  const { category, owner, provider, version, processor } = written;
  const common = {
    actionTypeId: { category, owner, provider, version },
    jobTimeoutMs: written.jobTimeoutSeconds * 1000,
    executionUrlTemplate: written.executionUrlTemplate ?? null,
    secretConfigurationKeys: new Set(written.secretConfigurationKeys),
    outputGraceMs:
      written.checkOutputArtifacts === false
        ? null
        : (written.outputGraceSeconds ?? DEFAULT_OUTPUT_GRACE_SECONDS) * 1000,
    cancelWhenExpired: written.cancelWhenExpired ?? true,
  };
  switch (processor.kind) {
    case 'http':
      return {
        ...common,
        backendGraceMs: processor.backendGraceSeconds * 1000,
        processor: createHttpProcessor(processor, BACKEND_CALL_TIMEOUT_MS),
      };
    case 'command': {
      const folder = join(kit.dataDir, 'commands');
      return {
        ...common,
        backendGraceMs: processor.backendGraceSeconds * 1000,
        processor: createCommandProcessor(processor, { ...kit, folder }),
      };
    }
    case 'manual':
      return { ...common, backendGraceMs: Infinity, processor: createManualProcessor() };
    default:
      return assertNever(processor);
  }
}

/** As many as the benchmark of job cycles can use; AWS publishes no limits. */
const MAX_CALLS_AT_ONCE = 40;

/** The budget of each region; AWS publishes no rates, so none is set where none is written. */
export function trafficLimits(written: WrittenSettings): TrafficLimits {
  return {
    maxCallsAtOnce: written.traffic?.maxCallsAtOnce ?? MAX_CALLS_AT_ONCE,
    maxCallsPerSecond: written.traffic?.maxCallsPerSecond ?? Infinity,
  };
}

/**
 * Written settings become the agent's: milliseconds, processors made, nothing optional left. Throws `invalid-input` where a
 * processor cannot work on this machine.
 */
export function compileAgentSettings(written: WrittenSettings, kit: ProcessorKit): AgentSettings {
  return {
    regions: written.regions,
    types: written.actionTypes.map((type) => servedType(type, kit)),
    pollIntervalMs: written.pollSeconds * 1000,
    maxConcurrentRuns: written.maxConcurrentRuns,
    claimSettleMs: CLAIM_SETTLE_MS,
    tickMs: TICK_MS,
  };
}

/** The same settings with every processor under watch, where somebody watches. */
export function watchedSettings(settings: AgentSettings, watch: AgentWatch | undefined): AgentSettings {
  if (!watch) return settings;
  const types = settings.types.map((type) => ({ ...type, processor: watch.processor(type.processor) }));
  return { ...settings, types };
}
