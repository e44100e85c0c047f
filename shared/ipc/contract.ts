import { z } from 'zod';
import { ACT_OUTCOMES, actSchema } from '../domain/acts.ts';
import { cellViewSchema } from '../domain/agent-cell.ts';
import {
  clientIdSchema,
  clientLabelSchema,
  clientTokenSchema,
  clientViewSchema,
  unmatchedClientSchema,
} from '../domain/client.ts';
import { environmentSchema, environmentViewSchema } from '../domain/environment.ts';
import { runDetailSchema, runPageSchema, runQuerySchema } from '../domain/run.ts';
import { RUN_STATES } from '../domain/run-state.ts';
import type { EventChannel, RequestChannel } from './channels.ts';
import type { Envelope } from './envelope.ts';

const nothing = z.null();
const runId = z.string().min(1).max(600);

/** Whether client tokens outlive this session, and if not, why: shown beside every field that takes one. */
const tokenKeepingSchema = z.object({ kept: z.boolean(), sentence: z.string() });

/** Request and answer of every channel. The gate parses both sides: what is not listed here does not cross. */
export const CONTRACT = {
  'app.info': {
    request: nothing,
    response: z.object({
      version: z.string(),
      electronVersion: z.string(),
      environment: z.string(),
      practice: z.boolean(),
      /** The simulator's endpoint while practising, for the AWS CLI and other agents. */
      simulatorEndpoint: z.string().nullable(),
      tokenKeeping: tokenKeepingSchema,
      /** True where the window shows test data without a display or in an end-to-end run: animations are off. */
      reducedMotion: z.boolean(),
      /** What stands in the way: a runtime that could not start, or stored environments that could not be read. */
      startProblem: z.string().nullable(),
    }),
  },
  /** Opens an https link in the browser; answers false when the link is not one that may be opened. */
  'app.openLink': {
    request: z.strictObject({ url: z.string().max(4000) }),
    response: z.object({ opened: z.boolean() }),
  },
  'app.copyText': { request: z.strictObject({ text: z.string().max(1_000_000) }), response: nothing },
  'app.setTheme': {
    request: z.strictObject({ theme: z.enum(['system', 'light', 'dark']) }),
    response: nothing,
  },
  'runs.list': { request: runQuerySchema, response: runPageSchema },
  /** Finds a run by its id or by any job id of its chain or its external execution id. */
  'runs.get': { request: z.strictObject({ id: runId }), response: runDetailSchema },
  'runs.act': {
    request: z.strictObject({ runId, act: actSchema }),
    response: z.object({
      outcome: z.enum(ACT_OUTCOMES),
      sentence: z.string(),
      before: z.enum(RUN_STATES),
      after: z.enum(RUN_STATES),
    }),
  },
  'clients.list': {
    request: nothing,
    response: z.object({
      clients: z.array(clientViewSchema),
      unmatched: z.array(unmatchedClientSchema),
      tokenKeeping: tokenKeepingSchema,
    }),
  },
  /** Adds a client, or replaces the label and token of one that is there. Answers how many runs it released. */
  'clients.add': {
    request: z.strictObject({ clientId: clientIdSchema, label: clientLabelSchema, token: clientTokenSchema }),
    response: z.object({ client: clientViewSchema, releasedRuns: z.number() }),
  },
  'clients.remove': {
    request: z.strictObject({ clientId: clientIdSchema }),
    response: z.object({ removed: z.boolean() }),
  },
  'agent.cells': { request: nothing, response: z.array(cellViewSchema) },
  /** Applies to the named cells, or to all when `keys` is empty. Answers the cells as they are afterwards. */
  'agent.control': {
    request: z.strictObject({
      action: z.enum(['pause', 'resume', 'poll-now']),
      keys: z.array(z.string().max(200)).max(1000),
    }),
    response: z.array(cellViewSchema),
  },
  'environments.list': { request: nothing, response: z.array(environmentViewSchema) },
  'environments.save': { request: environmentSchema, response: z.object({ warnings: z.array(z.string()) }) },
  'environments.remove': { request: z.strictObject({ name: z.string() }), response: nothing },
  /** Stops the present agent, with everything in hand answered, and starts the named environment. */
  'environments.use': { request: z.strictObject({ name: z.string() }), response: nothing },
  /** Asks CodePipeline once in each region with the given definition; nothing is stored. */
  'environments.test': {
    request: environmentSchema,
    response: z.array(z.object({ region: z.string(), ok: z.boolean(), sentence: z.string() })),
  },
} as const satisfies Record<RequestChannel, { request: z.ZodType; response: z.ZodType }>;

export type RequestOf<C extends RequestChannel> = z.input<(typeof CONTRACT)[C]['request']>;
export type ResponseOf<C extends RequestChannel> = z.infer<(typeof CONTRACT)[C]['response']>;

/** Events say what changed; the renderer asks again. `runIds` is cut to 200 and then empty means "many". */
export const EVENTS = {
  'runs:changed': z.object({ runIds: z.array(z.string()) }),
  'clients:changed': z.object({}),
  'agent:changed': z.object({}),
  'environments:changed': z.object({}),
} as const satisfies Record<EventChannel, z.ZodType>;
export type EventOf<C extends EventChannel> = z.infer<(typeof EVENTS)[C]>;

/** What the preload script puts on `window.actionDesk`: two functions, nothing else. */
export interface ActionDeskBridge {
  request(channel: RequestChannel, payload: unknown): Promise<Envelope<unknown>>;
  /** Answers a function that ends the subscription. */
  on(channel: EventChannel, listener: (payload: unknown) => void): () => void;
}
