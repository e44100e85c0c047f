import { setTimeout as pause } from 'node:timers/promises';
import { toActionDeskError } from '#shared/domain/errors.ts';
import type { PipelineRef } from '#shared/domain/pipeline.ts';
import type { PipelinesAnswer } from './pipeline-desk.ts';
import type { PipelineGlances } from './pipeline-glances.ts';
import type { PipelineLists } from './pipeline-lists.ts';

/** Between two pipelines of a region: a scan is never in a hurry, and throttling counts for the whole account. */
const BETWEEN_MS = 100;

/** Looks at every pipeline once, one at a time in each region. */
export interface PipelineScan {
  /** Begins where none is under way. */
  start(): void;
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
  let running = false;
  let done: PipelineRef[] = [];
  let total = 0;

  async function look(ref: PipelineRef, version: number | null): Promise<void> {
    // The state says why a pipeline cannot be read: its declaration need not say it too.
    await learnOurs(ref, version).catch((thrown: unknown) => toActionDeskError(thrown));
    await glances.look([ref], signal);
    done.push(ref);
    await pause(betweenMs, undefined, { signal });
  }

  async function scan(): Promise<void> {
    const listed = await lists.read(false);
    total = listed.reduce((sum, { pipelines }) => sum + pipelines.length, 0);
    await Promise.all(
      listed.map(async ({ region, pipelines }) => {
        for (const { name, version } of pipelines) {
          if (signal.aborted) return;
          await look({ region, name }, version);
        }
      }),
    );
  }

  return {
    start() {
      if (running || signal.aborted) return;
      running = true;
      done = [];
      total = 0;
      void scan()
        // Only the end of the environment breaks it off: refusals are in the glances.
        .catch((thrown: unknown) => toActionDeskError(thrown))
        .finally(() => (running = false));
    },
    progress: () => ({
      running,
      done: done.length,
      total,
      glances: done.map((ref) => glances.known(ref)).filter((glance) => glance !== null),
    }),
  };
}
