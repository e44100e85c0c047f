import { setTimeout as pause } from 'node:timers/promises';
import { toActionDeskError } from '#shared/domain/errors.ts';
import type { PipelineRef } from '#shared/domain/pipeline.ts';
import type { PipelinesAnswer } from './pipeline-desk.ts';
import { keyOfPipeline, type PipelineGlances } from './pipeline-glances.ts';
import type { PipelineLists } from './pipeline-lists.ts';

/** Between two pipelines of a region: a scan is never in a hurry, and throttling counts for the whole account. */
const BETWEEN_MS = 100;

/** Looks at every pipeline once, one at a time in each region. */
export interface PipelineScan {
  /** Begins where none is under way; after a stop goes on with those that were not looked at. */
  start(): void;
  /** Asks nothing more; a call under way ends first. What is known stays known. */
  stop(): void;
  progress(): PipelinesAnswer<'scan'>;
}

export function createPipelineScan(parts: {
  lists: PipelineLists;
  glances: PipelineGlances;
  /** Reads whether an action of ours is in a pipeline, where its present version was not read yet. */
  learnOurs: (ref: PipelineRef, version: number | null) => Promise<void>;
  signal: AbortSignal;
  betweenMs?: number;
}): PipelineScan {
  const { lists, glances, learnOurs, signal, betweenMs = BETWEEN_MS } = parts;
  /** The stop of the scan under way. */
  let stopping: AbortController | null = null;
  let stopped = false;
  const done = new Map<string, PipelineRef>();
  let total = 0;

  async function look(ref: PipelineRef, version: number | null, end: AbortSignal): Promise<void> {
    // The state says why a pipeline cannot be read: its declaration need not say it too.
    await learnOurs(ref, version).catch((thrown: unknown) => toActionDeskError(thrown));
    if (end.aborted) return;
    const seen = await glances.look([ref], signal);
    if (seen.length > 0) done.set(keyOfPipeline(ref), ref);
    await pause(betweenMs, undefined, { signal: end });
  }

  async function scan(end: AbortSignal): Promise<void> {
    const listed = await lists.read(false);
    total = listed.reduce((sum, { pipelines }) => sum + pipelines.length, 0);
    await Promise.all(
      listed.map(async ({ region, pipelines }) => {
        for (const { name, version } of pipelines) {
          if (end.aborted) return;
          const ref = { region, name };
          if (!done.has(keyOfPipeline(ref))) await look(ref, version, end);
        }
      }),
    );
  }

  return {
    start() {
      if (stopping !== null || signal.aborted) return;
      const stop = new AbortController();
      stopping = stop;
      if (!stopped) done.clear();
      stopped = false;
      total = Math.max(total, done.size);
      void scan(AbortSignal.any([signal, stop.signal]))
        // Only a stop and the end of the environment break it off: refusals are in the glances.
        .catch((thrown: unknown) => toActionDeskError(thrown))
        .finally(() => {
          if (stopping === stop) stopping = null;
        });
    },
    stop() {
      if (stopping === null) return;
      stopping.abort();
      stopping = null;
      stopped = true;
    },
    progress: () => ({
      running: stopping !== null,
      stopped,
      done: done.size,
      total,
      glances: [...done.values()].map((ref) => glances.known(ref)).filter((glance) => glance !== null),
    }),
  };
}
