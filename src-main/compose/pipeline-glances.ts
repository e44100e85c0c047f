import { toActionDeskError } from '#shared/domain/errors.ts';
import { approvalsIn } from '#shared/domain/pipeline-approvals.ts';
import type { ExecutionMode, PipelineGlance, PipelineRef, StageState } from '#shared/domain/pipeline.ts';
import type { PipelineReader } from '../aws/pipelines.ts';
import { inParallel } from '../aws/in-parallel.ts';
import type { WithinBudget } from './pipeline-snapshot.ts';
import { readSideBySide } from './side-by-side.ts';

/** Rows are looked at again and again while a page is open. */
const FRESH_MS = 5_000;
/** Of the rows on a screen, so that they fill from the top without a burst of calls. */
const AT_ONCE = 4;

/** What a row shows, read for the rows on the screen. */
export interface PipelineGlances {
  /** In the order asked for; one that fails says why. What was read within the last few seconds is answered again. */
  look(refs: readonly PipelineRef[], signal: AbortSignal): Promise<PipelineGlance[]>;
  /** What was read last, however long ago. */
  known(ref: PipelineRef): PipelineGlance | null;
  /** An act changed the pipeline: what was read before is stale. */
  forget(ref: PipelineRef): void;
}

/** By region and name: names are unique in a region only. */
export const keyOfPipeline = ({ region, name }: PipelineRef): string => `${region}/${name}`;

/** What is known of a pipeline by other ways: whether an action of ours is in it, and its mode; null where it is not known. */
export interface ToldOfPipeline {
  readonly ours: (ref: PipelineRef) => boolean | null;
  readonly mode: (ref: PipelineRef) => ExecutionMode | null;
}

export function createPipelineGlances(
  reader: Pick<PipelineReader, 'states' | 'executions' | 'actions'>,
  call: WithinBudget,
  clock: { now: () => number; monotonicMs: () => number },
  told: ToldOfPipeline,
): PipelineGlances {
  const { ours } = told;
  const glances = new Map<string, { glance: PipelineGlance; atMs: number }>();
  const asking = new Map<string, Promise<PipelineGlance>>();

  async function ask(ref: PipelineRef): Promise<PipelineGlance> {
    const readAt = clock.now();
    try {
      const [states, beside] = await Promise.all([
        call(ref.region, () => reader.states(ref)),
        told.mode(ref) === 'PARALLEL' ? readSideBySide(reader, ref, call) : null,
      ]);
      const { approvals, sideBySide } = beside ?? { approvals: approvalsIn(states), sideBySide: null };
      const stages = states.map(stageAtAGlance);
      return { ref, readAt, stages, approvals, sideBySide, ours: ours(ref), problem: null };
    } catch (thrown) {
      const problem = toActionDeskError(thrown).message;
      return { ref, readAt, stages: [], approvals: [], sideBySide: null, ours: ours(ref), problem };
    }
  }

  function one(ref: PipelineRef): Promise<PipelineGlance> {
    const key = keyOfPipeline(ref);
    const before = glances.get(key);
    if (before && before.glance.problem === null && clock.monotonicMs() - before.atMs < FRESH_MS)
      return Promise.resolve({ ...before.glance, ours: ours(ref) });
    const under = asking.get(key);
    if (under) return under;
    const asked: Promise<PipelineGlance> = ask(ref).then((glance) => {
      // What was forgotten meanwhile is answered to who asked, and not kept.
      if (asking.get(key) === asked) {
        asking.delete(key);
        glances.set(key, { glance, atMs: clock.monotonicMs() });
      }
      return glance;
    });
    asking.set(key, asked);
    return asked;
  }

  return {
    async look(refs, signal) {
      const found = new Map<PipelineRef, PipelineGlance>();
      await inParallel(refs, AT_ONCE, signal, async (ref) => {
        found.set(ref, await one(ref));
      });
      return refs.flatMap((ref) => found.get(ref) ?? []);
    },
    known(ref) {
      const before = glances.get(keyOfPipeline(ref));
      return before ? { ...before.glance, ours: ours(ref) } : null;
    },
    forget(ref) {
      glances.delete(keyOfPipeline(ref));
      asking.delete(keyOfPipeline(ref));
    },
  };
}

function stageAtAGlance(state: StageState): PipelineGlance['stages'][number] {
  return {
    name: state.name,
    status: state.latest?.status ?? null,
    executionId: state.latest?.executionId ?? null,
    inbound: state.inbound.length,
    transitionEnabled: state.transition?.enabled !== false,
    waitsForApproval: state.actions.some(({ waitsForApproval }) => waitsForApproval),
  };
}
