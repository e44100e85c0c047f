import { z } from 'zod';
import { ControlInputError } from '../control/fields.ts';
import type { Fault } from '../faults.ts';
import { emptyScenario } from './empty.ts';
import type { RunOrder, Scenario } from './scenario.ts';

const word = z.string().min(1).max(200);
const seconds = z.number().min(0).max(604_800);

/** A story of one run, as plain JSON that any tool can write: what the customer asked for and how everybody answered. */
const replaySchema = z.strictObject({
  format: z.literal('action-desk-replay'),
  version: z.literal(1),
  region: word,
  actionType: z.strictObject({
    category: z.enum(['Source', 'Build', 'Deploy', 'Test', 'Invoke', 'Approval', 'Compute']),
    owner: z.enum(['Custom', 'ThirdParty']),
    provider: z.string().regex(/^[0-9A-Za-z_-]{1,35}$/),
    version: z.string().regex(/^[0-9A-Za-z_-]{1,9}$/),
    processor: z.enum(['http', 'manual']),
    executionUrlTemplate: z.string().max(2000).nullable(),
  }),
  /** Null for a custom action. `onFile` false: the vendor does not know the client's token. */
  client: z
    .strictObject({
      clientId: z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      label: word,
      onFile: z.boolean(),
    })
    .nullable(),
  configuration: z.record(z.string().max(50), z.string().max(1000)),
  secretConfiguration: z.array(word).max(50),
  inputArtifacts: z.array(word).max(10),
  outputArtifacts: z.array(word).max(10),
  pipeline: z.strictObject({ pipelineName: word, stageName: word, actionName: word }),
  timing: z.strictObject({ continueAfterSeconds: seconds, jobTimeoutSeconds: seconds.min(1) }),
  backend: z.strictObject({
    durationSeconds: seconds,
    outcome: z.enum(['succeed', 'fail']),
    failureMessage: z.string().max(10_000),
  }),
  /** In the order in which they strike; `after` calls of the operation go through before. */
  faults: z
    .array(
      z.strictObject({
        operation: word,
        kind: z.enum(['error', 'disconnect']),
        errorType: word,
        status: z.number().int().min(400).max(599).nullable(),
        message: z.string().max(10_000).nullable(),
        after: z.number().int().min(0),
        times: z.number().int().min(1),
      }),
    )
    .max(500),
});
export type Replay = z.infer<typeof replaySchema>;

function faultOf({ message, ...fault }: Replay['faults'][number]): Fault {
  const body = message === null ? null : JSON.stringify({ message });
  return { ...fault, body, region: null, ms: 0, probability: 1 };
}

/** Of no worth anywhere: what was secret is not in a replay. */
const MADE_UP_TOKEN = 'replayed-client-token';

/** The scenario in which the story happens once more: its one run from the start, and nothing else. Throws ControlInputError. */
export function replayScenario(story: unknown): Scenario {
  const parsed = replaySchema.safeParse(story);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ControlInputError(
      'replay',
      `a story of one run; ${issue?.path.join('.') || 'its top'}: ${issue?.message ?? 'unknown'}`,
    );
  }
  const { region, actionType, client, timing, backend, faults, ...order } = parsed.data;
  const { processor, executionUrlTemplate, ...id } = actionType;
  const run: RunOrder = {
    region,
    actionTypeId: id,
    clientId: client?.clientId ?? null,
    configuration: order.configuration,
    secretConfiguration: order.secretConfiguration,
    inputArtifacts: order.inputArtifacts,
    outputArtifacts: order.outputArtifacts,
    pipeline: order.pipeline,
    customerKey: false,
  };
  return {
    ...emptyScenario,
    name: 'replay',
    summary: 'one run, once more as it was exported',
    regions: [region],
    timing: { ...emptyScenario.timing, ...timing },
    backendStory: backend,
    actionTypes: [
      {
        id,
        jobTimeoutSeconds: null,
        executionUrlTemplate,
        processor,
        secretConfiguration: order.secretConfiguration,
      },
    ],
    clients: client ? [{ ...client, clientToken: MADE_UP_TOKEN }] : [],
    seeds: [{ name: 'replayed run', intended: 'waits-for-human', run: { order: run } }],
    faults: faults.map(faultOf),
  };
}
