import { z } from 'zod';
import { waitsForDisabledClient } from './hold.ts';
import { FAILURE_TYPES } from './job.ts';
import { LIMITS } from './limits.ts';
import { isFinal, type RunState } from './run-state.ts';
import { utf8Bytes } from './utf8-bytes.ts';

const externalExecutionId = z.string().trim().min(1).max(LIMITS.externalExecutionId).optional();
const percentComplete = z.number().int().min(0).max(100).optional();
const summary = z.string().trim().max(LIMITS.summary).optional();

/** Source: OutputVariablesKey of PutJobSuccessResult in the API reference; the size is a quota of the user guide. */
const outputVariables = z
  .record(
    z.string().regex(/^[A-Za-z0-9@\-_]+$/, 'expected a name of letters, digits, @, - and _'),
    z.string(),
  )
  .refine(
    (variables) => utf8Bytes(JSON.stringify(variables)) <= LIMITS.outputVariables,
    'expected at most 122,880 bytes in all',
  )
  .optional();

/** What an engineer may do to one run, with the lengths that CodePipeline allows. */
export const actSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('acknowledge') }),
  z.strictObject({ kind: z.literal('progress'), percentComplete, summary, externalExecutionId }),
  z.strictObject({ kind: z.literal('complete'), summary, externalExecutionId, outputVariables }),
  z.strictObject({
    kind: z.literal('fail'),
    failureType: z.enum(FAILURE_TYPES),
    message: z
      .string()
      .trim()
      .min(1, 'expected a message that tells the customer what to do')
      .max(LIMITS.failureMessage),
    externalExecutionId,
  }),
  z.strictObject({ kind: z.literal('retry-step') }),
  z.strictObject({ kind: z.literal('restart-work') }),
  z.strictObject({ kind: z.literal('take-over') }),
  z.strictObject({ kind: z.literal('hand-back') }),
]);
export type Act = z.infer<typeof actSchema>;
export type ActKind = Act['kind'];

export const ACT_KINDS: readonly ActKind[] = [
  'acknowledge',
  'progress',
  'complete',
  'fail',
  'retry-step',
  'restart-work',
  'take-over',
  'hand-back',
];

/** What an act ended in, after the state was read back. */
export const ACT_OUTCOMES = ['took-effect', 'no-effect', 'overtaken'] as const;
export type ActOutcome = (typeof ACT_OUTCOMES)[number];

export type RunHolder = 'agent' | 'engineer';

/** The facts that decide which acts are live. */
export interface ActFacts {
  state: RunState;
  heldBy: RunHolder;
  processorKind: 'http' | 'command' | 'manual';
  /** The run's last message: it tells a disabled client from a missing token. */
  message?: string | null;
}

/** Null when the act can work now, else one sentence that says why it cannot. */
export function whyNot(act: ActKind, run: ActFacts): string | null {
  if (isFinal(run.state)) return 'The run is over: CodePipeline takes no further answer for it.';
  if (run.state === 'claiming') return 'The claim is under way.';
  if (run.state === 'polled') return 'The job has just been polled: the agent is about to claim it.';
  if (run.state === 'reporting' && act !== 'retry-step') return 'A result is on its way to CodePipeline.';
  switch (act) {
    case 'acknowledge':
      if (run.state === 'waiting-for-engineer') return null;
      if (waitsForDisabledClient(run)) return 'The client is disabled: enable it on the Clients page first.';
      return run.state === 'needs-token'
        ? 'The client token is missing: add it first.'
        : 'The job is not waiting for a claim.';
    case 'progress':
    case 'complete':
      return run.state === 'with-engineer'
        ? null
        : 'Only a run that you hold can be reported on: acknowledge it or take it over.';
    case 'fail':
      if (run.state === 'needs-token' && !waitsForDisabledClient(run))
        return 'CodePipeline takes no result without the client token.';
      if (run.state === 'between-jobs')
        return 'No job is open: take the run over and fail it when the next job arrives.';
      return null;
    case 'retry-step':
      if (waitsForDisabledClient(run)) return 'The client is disabled: no step waits to be tried again.';
      return run.state === 'reporting' || run.state === 'needs-token' || run.state === 'working'
        ? null
        : 'No step of this run has failed here.';
    case 'restart-work':
      if (run.processorKind === 'manual') return 'A manual run has no backend work to restart.';
      return ['working', 'with-engineer', 'between-jobs'].includes(run.state)
        ? null
        : 'No backend work has been started.';
    case 'take-over':
      if (run.heldBy === 'engineer') return 'You hold this run already.';
      return ['working', 'between-jobs'].includes(run.state) ? null : 'Nothing is claimed yet.';
    case 'hand-back':
      if (run.processorKind === 'manual') return 'A manual run has no processor to hand it back to.';
      if (run.heldBy === 'agent') return 'The agent holds this run already.';
      return ['with-engineer', 'between-jobs'].includes(run.state) ? null : 'Nothing is claimed yet.';
  }
}

/** Third-party jobs have no output variables. Source: PutThirdPartyJobSuccessResult in the CodePipeline API reference. */
export const NO_OUTPUT_VARIABLES = 'CodePipeline takes output variables from custom actions only.';
