import { setTimeout as pause } from 'node:timers/promises';
import type { ActOutcome } from '#shared/domain/acts.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { asRunId } from '#shared/domain/ids.ts';
import type { ActionRow, PipelineRef } from '#shared/domain/pipeline.ts';
import { checkProtection } from '#shared/domain/protection.ts';
import type { RunState } from '#shared/domain/run-state.ts';
import type { Agent } from '../agent/agent.ts';
import type { WorkLook } from '../agent/cancel-by-hand.ts';
import { inParallel } from '../aws/in-parallel.ts';
import type { Page, PipelineReader } from '../aws/pipelines.ts';
import { linkRuns, ourRun } from '../pipelines/our-runs.ts';
import type { PipelineRun, PipelineRuns } from '../store/pipeline-runs.ts';
import type { ClientActs } from './client-acts.ts';
import type { PipelineDesk, PipelinesAnswer } from './pipeline-desk.ts';
import type { LinkedPipelineRun } from './pipeline-our-runs.ts';
import type { WithinBudget } from './pipeline-snapshot.ts';
import type { Runtime } from './runtime.ts';

type Cared = PipelinesAnswer<'afterCare'>[number];

/** Work that goes on longer than this after it was abandoned is nobody's after-care any more. */
const LOOKED_BACK_MS = 7 * 24 * 3_600_000;
const MOST_RUNS = 500;
const MOST_PAGES = 10;
const ASKED_AT_ONCE = 4;

const LOOKS = 6;
const LOOK_EVERY_MS = 1_000;

/** States in which CodePipeline has not accepted a final result: what it accepted was not abandoned. */
const UNREPORTED: ReadonlySet<RunState> = new Set([
  'claiming',
  'working',
  'with-engineer',
  'reporting',
  'between-jobs',
  'expired',
]);

interface Abandoned {
  readonly link: LinkedPipelineRun & { action: ActionRow };
  readonly newerRunId: string | null;
  readonly look: WorkLook;
}

/**
 * Looks after work that goes on although its action was abandoned: CodePipeline tells no provider of it. Source: "Use cases for
 * stopping a pipeline execution" in the user guide.
 */
export function createPipelineAfterCare(parts: {
  desk: Pick<Runtime, 'environment' | 'protection'>;
  agent: Pick<Agent, 'lookAtWork' | 'cancelWork'>;
  reader: Pick<PipelineReader, 'actions'>;
  runs: PipelineRuns;
  call: WithinBudget;
  record: ClientActs['record'];
  now: () => number;
  lookEveryMs?: number;
}): Pick<PipelineDesk, 'afterCare' | 'cancelWork'> {
  const { desk, agent, reader, runs, call, record, now, lookEveryMs = LOOK_EVERY_MS } = parts;

  /** The latest action executions of the pipeline, as far back as these runs go. */
  async function actionsSince(ref: PipelineRef, since: number): Promise<ActionRow[]> {
    const found: ActionRow[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const from: string | null = cursor;
      const answer: Page<ActionRow> = await call(ref.region, () => reader.actions(ref, null, from));
      found.push(...answer.items);
      cursor = answer.cursor;
      const oldest = answer.items.at(-1)?.startedAt ?? null;
      if (cursor === null || (oldest !== null && oldest < since)) break;
    }
    return found;
  }

  async function abandonedOf(ref: PipelineRef): Promise<Abandoned[]> {
    const known = runs.named(ref.name, now() - LOOKED_BACK_MS, MOST_RUNS);
    const unreported = known.filter(({ state }) => UNREPORTED.has(state));
    if (unreported.length === 0) return [];
    const since = Math.min(...unreported.map(({ createdAt }) => createdAt)) - 60_000;
    const actions = await actionsSince(ref, since);
    const links = linkRuns(ref.region, actions, known);
    const abandoned = links.filter(
      (link): link is Abandoned['link'] =>
        link.action?.status === 'Abandoned' && UNREPORTED.has(link.run.state),
    );
    const found: Abandoned[] = [];
    await inParallel(abandoned, ASKED_AT_ONCE, undefined, async (link) => {
      const look = await agent.lookAtWork(asRunId(link.run.runId));
      const hasEnded = look.status === 'succeeded' || look.status === 'failed';
      if (!hasEnded) found.push({ link, newerRunId: newerOf(link, links), look });
    });
    return found.sort((a, b) => b.link.run.createdAt - a.link.run.createdAt);
  }

  async function ended(runId: string): Promise<WorkLook> {
    for (let looked = 1; ; looked += 1) {
      const look = await agent.lookAtWork(asRunId(runId));
      if ((look.status !== null && look.status !== 'running') || looked === LOOKS) return look;
      await pause(lookEveryMs);
    }
  }

  return {
    async afterCare({ pipeline }) {
      return (await abandonedOf(pipeline)).map(cared);
    },
    async cancelWork({ pipeline, runId }, by) {
      checkProtection(desk, pipeline.name, by);
      const one = (await abandonedOf(pipeline)).find(({ link }) => link.run.runId === runId);
      if (!one)
        throw new ActionDeskError(
          'not-allowed-now',
          'Nothing is left to cancel: the action of this run was not abandoned, or its work has ended.',
        );
      if (one.look.whyNotCancel !== null) throw new ActionDeskError('not-allowed-now', one.look.whyNotCancel);
      const refusal = await agent.cancelWork(asRunId(runId));
      const after = await ended(runId);
      const [outcome, sentence] = judge(after, refusal);
      record('cancel work', runId, outcome, wordOf(one.look), wordOf(after), by);
      return { outcome, sentence };
    },
  };
}

const wordOf = ({ status }: WorkLook): string => `backend work ${status ?? 'unknown'}`;

function judge({ status, sentence }: WorkLook, refusal: string | null): [ActOutcome, string] {
  if (status === 'succeeded')
    return ['overtaken', 'The work ended before it could be cancelled: the backend says succeeded.'];
  if (status === 'failed') return ['took-effect', 'The backend has ended the work: it says failed.'];
  const why = refusal === null ? '' : ` It answered: ${refusal}`;
  return status === 'running'
    ? ['no-effect', `The backend was asked to cancel the work, and it still runs.${why}`]
    : ['no-effect', `Whether the work has ended is not known: ${sentence}${why}`];
}

/** The latest run of the same action that began after this one: what it uploads may be overwritten by this one's late end. */
function newerOf({ run, action }: Abandoned['link'], links: readonly LinkedPipelineRun[]): string | null {
  const newer = links
    .filter(({ run: other, action: of }) => isNewer(other, run) && isSameAction(of, action))
    .sort((a, b) => b.run.createdAt - a.run.createdAt);
  return newer[0]?.run.runId ?? null;
}

const isNewer = (other: PipelineRun, run: PipelineRun): boolean =>
  other.runId !== run.runId && other.createdAt > run.createdAt;

const isSameAction = (of: ActionRow | null, action: ActionRow): boolean =>
  of !== null &&
  of.stageName === action.stageName &&
  of.actionName === action.actionName &&
  of.actionExecutionId !== action.actionExecutionId;

function cared({ link, newerRunId, look }: Abandoned): Cared {
  return {
    ...ourRun(link),
    externalExecutionId: link.run.externalExecutionId,
    abandonedAt: link.action.updatedAt,
    newerRunId,
    work: look.status === 'running' ? 'running' : 'unknown',
    canCancel: look.whyNotCancel === null,
    whyNotCancel: look.whyNotCancel,
  };
}
