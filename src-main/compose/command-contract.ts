import { z } from 'zod';
import {
  clientPageSchema,
  clientQuerySchema,
  clientViewSchema,
  plainClientSchema,
} from '#shared/domain/client.ts';
import { MOST_RUN_BYTES } from './artifact-run-objects.ts';
import { bulkViewSchema } from '#shared/domain/bulk.ts';
import { runMatchSchema, runSummarySchema } from '#shared/domain/run.ts';
import {
  objectFactsSchema,
  objectPlaceSchema,
  objectRowSchema,
  versionRowSchema,
} from '#shared/domain/artifact.ts';
import { CONTRACT } from '#shared/ipc/contract.ts';

/** Raised when a message changes so that an older side would misread it. */
export const COMMAND_VERSION = 1;

/** Most clients in one `clients.stage`: keeps a line below the socket's limit. */
export const STAGE_SIZE = 500;

const artifactsOfRun = { runId: z.string().min(1).max(600), bucket: objectPlaceSchema.shape.bucket };

/**
 * Request and answer of everything that the command line asks of an agent. What the window can ask too has the window's
 * schemas. An import is staged on its connection and takes place in one piece with `clients.import`.
 */
export const COMMANDS = {
  'runs.list': CONTRACT['runs.list'],
  'runs.get': CONTRACT['runs.get'],
  /** `runId` may be any id of the run; the answer says which run it was. */
  'runs.act': {
    request: CONTRACT['runs.act'].request.omit({ reason: true, typedName: true }),
    response: CONTRACT['runs.act'].response.extend({ runId: z.string() }),
  },
  /**
   * All runs that match, some at a time: with `match` a new reading begins on this connection, with null it goes on; an empty
   * answer is its end.
   */
  'runs.read': {
    request: z.strictObject({ match: runMatchSchema.nullable() }),
    response: z.object({ runs: z.array(runSummarySchema) }),
  },
  'bulk.preview': CONTRACT['bulk.preview'],
  'bulk.start': {
    request: CONTRACT['bulk.start'].request.omit({ reason: true, typedName: true }),
    response: CONTRACT['bulk.start'].response,
  },
  'bulk.get': { request: z.strictObject({ bulkId: z.uuid() }), response: bulkViewSchema },
  'bulk.rows': CONTRACT['bulk.rows'],
  'holds.list': CONTRACT['holds.list'],
  'holds.add': {
    request: CONTRACT['holds.add'].request.omit({ reason: true }),
    response: CONTRACT['holds.add'].response,
  },
  'holds.release': {
    request: CONTRACT['holds.release'].request.omit({ reason: true }),
    response: CONTRACT['holds.release'].response,
  },
  /** Objects with the credentials of a run's job: these answer bytes, never credentials. */
  'artifacts.page': {
    request: z.strictObject({
      ...artifactsOfRun,
      prefix: z.string().max(1024),
      delimiter: z.string().max(1).nullable(),
      cursor: z.string().max(4000).nullable(),
      count: z.number().int().min(1).max(1000),
    }),
    response: z.object({
      prefixes: z.array(z.string()),
      objects: z.array(objectRowSchema),
      cursor: z.string().nullable(),
    }),
  },
  'artifacts.versions': {
    request: z.strictObject({ ...artifactsOfRun, key: objectPlaceSchema.shape.key }),
    response: z.object({ versions: z.array(versionRowSchema), more: z.boolean() }),
  },
  'artifacts.open': {
    request: z.strictObject({ runId: artifactsOfRun.runId, place: objectPlaceSchema }),
    response: z.object({ place: objectPlaceSchema, facts: objectFactsSchema }),
  },
  /** Base64. */
  'artifacts.bytes': {
    request: z.strictObject({
      runId: artifactsOfRun.runId,
      place: objectPlaceSchema,
      etag: z.string().max(200),
      from: z.number().int().min(0),
      length: z.number().int().min(0).max(MOST_RUN_BYTES),
    }),
    response: z.object({ bytes: z.string() }),
  },
  'clients.list': { request: clientQuerySchema, response: clientPageSchema },
  'clients.unmatched': CONTRACT['clients.unmatched'],
  'clients.add': {
    request: plainClientSchema,
    response: z.object({ client: clientViewSchema, wasKnown: z.boolean(), releasedRuns: z.number() }),
  },
  'clients.rotate': {
    request: plainClientSchema.omit({ label: true }),
    response: z.object({ client: clientViewSchema, releasedRuns: z.number() }),
  },
  'clients.rename': {
    request: CONTRACT['clients.rename'].request.omit({ reason: true }),
    response: CONTRACT['clients.rename'].response,
  },
  'clients.setDisabled': {
    request: CONTRACT['clients.setDisabled'].request.omit({ reason: true }),
    response: CONTRACT['clients.setDisabled'].response,
  },
  'clients.remove': {
    request: plainClientSchema.pick({ clientId: true }),
    response: CONTRACT['clients.remove'].response,
  },
  'clients.stage': {
    request: z.strictObject({ clients: z.array(plainClientSchema).max(STAGE_SIZE) }),
    response: z.object({ staged: z.number() }),
  },
  /** `expected`: how many were staged, or nothing is done. */
  'clients.import': {
    request: z.strictObject({ expected: z.number().int() }),
    response: z.object({ added: z.number(), replaced: z.number(), releasedRuns: z.number() }),
  },
} as const satisfies Record<string, { request: z.ZodType; response: z.ZodType }>;

export type CommandChannel = keyof typeof COMMANDS;
export type CommandRequest<C extends CommandChannel> = z.infer<(typeof COMMANDS)[C]['request']>;
export type CommandResponse<C extends CommandChannel> = z.infer<(typeof COMMANDS)[C]['response']>;

/** One request: a line of JSON on the socket. */
export const commandMessageSchema = z.strictObject({
  version: z.literal(COMMAND_VERSION),
  channel: z.enum(Object.keys(COMMANDS) as [CommandChannel, ...CommandChannel[]]),
  payload: z.unknown(),
  /** Goes into the audit. */
  by: z.strictObject({
    who: z.string().min(1).max(200),
    reason: z.string().max(2000).nullable(),
    typedName: z.string().max(600).optional(),
  }),
});

/** One answer. */
export const commandAnswerSchema = z.discriminatedUnion('ok', [
  z.object({ version: z.literal(COMMAND_VERSION), ok: z.literal(true), value: z.unknown() }),
  z.object({
    version: z.literal(COMMAND_VERSION),
    ok: z.literal(false),
    error: z.object({ code: z.string(), message: z.string(), retryable: z.boolean() }),
  }),
]);
export type CommandAnswer = z.infer<typeof commandAnswerSchema>;
