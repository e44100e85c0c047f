import type { ActionDeclaration } from '@aws-sdk/client-codepipeline';
import type { Simulation } from '../simulation.ts';
import { declarationOf } from '../world/pipelines/pipeline.ts';
import type { Pipeline } from '../world/pipelines/pipeline.ts';
import { startExecution } from '../world/pipelines/start.ts';
import { ServiceError } from '../world/service-error.ts';
import { currentRevision } from './read-source.ts';
import type { SourcePlace } from './repositories.ts';

/** When sources are looked at again (epoch milliseconds), and how often. Plain data, kept with the world. */
export interface SourceWatch {
  nextAt: number;
  readonly periodMs: number;
}

/** A watch whose first look comes a period after `now`. */
export function newSourceWatch(now: number, periodMs: number): SourceWatch {
  return { nextAt: now + periodMs, periodMs };
}

/** Providers with the configuration property PollForSourceChanges, which is true where it is left out. */
const pollable: ReadonlySet<string> = new Set(['S3', 'CodeCommit', 'GitHub']);

/** Whether CodePipeline itself looks at the source for changes. */
export function isPolled(action: ActionDeclaration): boolean {
  const provider = action.actionTypeId?.provider ?? '';
  return pollable.has(provider) && action.configuration?.['PollForSourceChanges'] !== 'false';
}

/** Where a declared source action looks. */
export function sourcePlaceOf(pipeline: Pipeline, action: ActionDeclaration): SourcePlace {
  return {
    region: action.region ?? pipeline.region,
    provider: action.actionTypeId?.provider ?? '',
    actionName: action.name ?? '',
    configuration: action.configuration ?? {},
  };
}

/** The source actions of the declaration in force. */
export function sourceActionsOf(pipeline: Pipeline): ActionDeclaration[] {
  const actions = declarationOf(pipeline).stages?.[0]?.actions ?? [];
  return actions.filter(({ actionTypeId }) => actionTypeId?.category === 'Source');
}

/**
 * One round of polling: every pipeline of which a polled source has another revision than it last saw is started
 * once, and all of its sources will be read. The next look is the first one after `until`: nothing changes while
 * nobody asks, so looks in between would see the same.
 */
export function lookAtSources(simulation: Simulation, until: number): void {
  const { world, sourceWatch } = simulation;
  const now = sourceWatch.nextAt;
  for (const pipeline of world.pipelines.values()) lookAt(simulation, pipeline, now);
  const passed = Math.floor((until - now) / sourceWatch.periodMs);
  sourceWatch.nextAt = now + (passed + 1) * sourceWatch.periodMs;
}

function lookAt(simulation: Simulation, pipeline: Pipeline, now: number): void {
  let changed: string | null = null;
  for (const action of sourceActionsOf(pipeline)) {
    if (!isPolled(action)) continue;
    const place = sourcePlaceOf(pipeline, action);
    const revision = currentRevision(simulation, place, now);
    if (revision === null || pipeline.sourceRevisions.get(place.actionName) === revision) continue;
    pipeline.sourceRevisions.set(place.actionName, revision);
    changed ??= place.actionName;
  }
  if (changed === null) return;
  const trigger = { triggerType: 'PollForSourceChanges' as const, triggerDetail: changed };
  try {
    startExecution(simulation.world, pipeline, { trigger }, now, simulation.entropy);
  } catch (error) {
    // At the limit of concurrent executions the change is seen and starts nothing, as there is nobody to tell.
    if (!(error instanceof ServiceError)) throw error;
  }
}
