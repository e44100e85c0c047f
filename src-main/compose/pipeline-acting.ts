import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ActOutcome } from '#shared/domain/acts.ts';
import { ActionDeskError, toActionDeskError } from '#shared/domain/errors.ts';
import {
  isDestructivePipelineAct,
  type ComparisonOfAct,
  type PipelineAct,
} from '#shared/domain/pipeline-act.ts';
import type { PipelineRef, PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { checkProtection } from '#shared/domain/protection.ts';
import type { Secret } from '#shared/domain/secret.ts';
import type { PipelineActs } from '../aws/pipeline-acts.ts';
import { judgeAct, stateInWords } from '../pipelines/act-outcome.ts';
import { compareWithOutcome, predict } from '../pipelines/what-if/predict.ts';
import { whyNotSent } from '../pipelines/why-not-sent.ts';
import type { ClientActs } from './client-acts.ts';
import type { WithinBudget } from './pipeline-snapshot.ts';
import type { Actor, Runtime } from './runtime.ts';

/** What became of an act on a pipeline, held against what was predicted for it. */
export interface PipelineReport {
  outcome: ActOutcome;
  sentence: string;
  /** What the act is about, in AWS's words, before and after. */
  before: string;
  after: string;
  compared: ComparisonOfAct;
  /** The execution that a start or a rollback made. */
  executionId: string | null;
}

/** What an act is called in the audit, and what it is about there: the pipeline, unless it was begun elsewhere. */
export interface AuditedAs {
  act: string;
  subject: string;
}

/** Acts on a pipeline, once; see `createPipelineActing` for what is answered and what is thrown. */
export type ActOnPipeline = (
  ref: PipelineRef,
  act: PipelineAct,
  by?: Actor,
  as?: AuditedAs,
) => Promise<PipelineReport>;

/** CodePipeline's state is eventually consistent: an act shows within moments. */
const LOOKS = 6;
const LOOK_EVERY_MS = 1_000;

const NOTHING: ComparisonOfAct = { asPredicted: [], didNotHappen: [], alsoHappened: [] };

/** Refusals that say that somebody else was faster. Source: the errors of each operation in the CodePipeline API reference. */
const FASTER =
  /^(NotLatestPipelineExecution|PipelineExecutionNotStoppable|DuplicatedStopRequest|ApprovalAlreadyCompleted|InvalidApprovalToken|StageNotRetryable|ConditionNotOverridable)Exception/;

/** The call may have arrived: only the state tells. */
const isOpen = ({ code }: ActionDeskError): boolean => code === 'unreachable';

const isRefusal = ({ code }: ActionDeskError): boolean =>
  code === 'aws-other' || code === 'aws-validation' || code === 'not-allowed-now';

/**
 * Acts on a pipeline and says what came of it. The state is read first, so that nothing is sent where somebody was faster; the
 * approval's token is read in the moment of acting; one call is sent, once; the state is read back until it shows the act.
 * Throws where nothing was sent or CodePipeline did not take the call for reasons of its own: throttled, no permission.
 */
export function createPipelineActing(parts: {
  desk: Pick<Runtime, 'environment' | 'protection'>;
  acts: PipelineActs;
  read: (ref: PipelineRef, also: readonly string[]) => Promise<PipelineSnapshot>;
  call: WithinBudget;
  record: ClientActs['record'];
  now: () => number;
  lookEveryMs?: number;
}): ActOnPipeline {
  const { desk, acts, read, call, record, now, lookEveryMs = LOOK_EVERY_MS } = parts;

  return async (ref, act, by, as) => {
    checkProtection(desk, isDestructivePipelineAct(act.kind) ? ref.name : null, by);
    const before = await read(ref, act.kind === 'rollback' ? [act.targetExecutionId] : []);
    const was = stateInWords(before, act);
    const prediction = predict(before, act, now());
    let executionId: string | null = null;
    const report = (
      outcome: ActOutcome,
      sentence: string,
      after: PipelineSnapshot | null = null,
    ): PipelineReport => {
      const is = stateInWords(after ?? before, act);
      const audited = as ?? { act: `pipeline ${act.kind}`, subject: `${ref.region}/${ref.name}` };
      record(audited.act, audited.subject, outcome, was, is, by);
      const compared = after ? compareWithOutcome(prediction, before, after) : NOTHING;
      return { outcome, sentence, before: was, after: is, compared, executionId };
    };
    const unsent = whyNotSent(before, act);
    if (unsent !== null) return report(unsent.outcome, unsent.sentence);

    let problem: ActionDeskError | null = null;
    try {
      const approvalToken = act.kind === 'approval' ? await tokenOf(ref, act, before) : null;
      if (act.kind === 'approval' && !approvalToken)
        return report(
          'overtaken',
          `${act.actionName} no longer waits for an answer. Nothing was sent.`,
          await readAfter(ref, before).catch(() => null),
        );
      const context = { reason: by?.reason ?? null, clientRequestToken: randomUUID(), approvalToken };
      executionId = (await call(ref.region, () => acts.send(ref, act, context))).executionId;
    } catch (thrown) {
      problem = toActionDeskError(thrown);
      if (isRefusal(problem)) {
        // What the rules foresaw of the state that was read is no news; else the state has changed since.
        const isFaster = FASTER.test(problem.message) && prediction.refusal === null;
        const after = await readAfter(ref, before).catch(() => null);
        return report(isFaster ? 'overtaken' : 'no-effect', problem.message, after);
      }
      if (!isOpen(problem)) throw problem;
    }
    let after: PipelineSnapshot | null = null;
    let blind: ActionDeskError | null = null;
    for (let looked = 1; looked <= LOOKS; looked += 1) {
      if (looked > 1) await pause(lookEveryMs);
      try {
        after = await readAfter(ref, before);
        const verdict = judgeAct(before, after, act, executionId);
        if (verdict) return report(verdict.outcome, verdict.sentence, after);
      } catch (thrown) {
        // It was sent: that its effect cannot be read is no reason to call it off.
        blind = toActionDeskError(thrown);
      }
    }
    const [outcome, sentence] = unseen({ problem, blind, sawState: after !== null, executionId });
    return report(outcome, sentence, after);
  };

  function tokenOf(
    ref: PipelineRef,
    act: Extract<PipelineAct, { kind: 'approval' }>,
    before: PipelineSnapshot,
  ): Promise<Secret | null> {
    const parallel = before.executionMode === 'PARALLEL';
    const asked = before.actions.find(({ actionExecutionId }) => actionExecutionId === act.actionExecutionId);
    if (parallel && !asked)
      throw new ActionDeskError(
        'not-allowed-now',
        'In PARALLEL mode several executions may ask at once: this asking is not among those that wait.',
      );
    const approval = { ...act, executionId: asked?.executionId ?? null, parallel };
    return call(ref.region, () => acts.approvalToken(ref, approval));
  }

  /** Looks into the executions that were looked into before: what was not read then would seem to have happened. */
  function readAfter(ref: PipelineRef, before: PipelineSnapshot): Promise<PipelineSnapshot> {
    return read(ref, [...new Set(before.actions.map(({ executionId }) => executionId))]);
  }
}

/** What is said of an act whose effect was not seen in time. */
function unseen(seen: {
  problem: ActionDeskError | null;
  blind: ActionDeskError | null;
  sawState: boolean;
  executionId: string | null;
}): [ActOutcome, string] {
  const { problem, blind, sawState, executionId } = seen;
  if (!sawState && executionId !== null)
    return [
      'took-effect',
      `CodePipeline answered with execution ${executionId}; its state cannot be read: ${blind?.message ?? ''}`,
    ];
  if (!sawState)
    return [
      'no-effect',
      `${problem ? 'The answer was lost' : 'CodePipeline took the call'}, and the state cannot be read, so that what came of it is not known. Look before you act again. ${blind?.message ?? ''}`,
    ];
  return [
    'no-effect',
    problem
      ? `Nothing came of it: ${problem.message}`
      : 'Not yet: CodePipeline took the call and does not show it in its state.',
  ];
}
