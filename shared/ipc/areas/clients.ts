import { z } from 'zod';
import {
  clientIdSchema,
  clientLabelSchema,
  clientPageSchema,
  clientQuerySchema,
  clientTokenSchema,
  clientViewSchema,
  plainClientSchema,
  unmatchedClientSchema,
} from '../../domain/client.ts';
import {
  clientImportProgressSchema,
  clientImportRowSchema,
  clientImportSourceSchema,
  CLIENT_VERDICTS,
} from '../../domain/client-import.ts';
import {
  configurationPageSchema,
  configurationPairsSchema,
  pageNamesSchema,
  pageTextSchema,
} from '../../domain/configuration-page.ts';
import {
  receivedRequestSchema,
  receiverPortSchema,
  receiverStateSchema,
} from '../../domain/received-request.ts';
import { tokenKeepingSchema } from './token-keeping.ts';

const nothing = z.null();
/** Goes into the audit. */
const reason = z.string().trim().max(2000).optional();
const importId = z.uuid();
/** The pasted text, or the request that was received: its text never comes here. */
const page = { text: pageTextSchema, receivedId: z.uuid().optional(), names: pageNamesSchema };

/** The token store: a token goes in and never comes out again. */
export const clientsChannels = {
  'clients.list': {
    request: clientQuerySchema,
    response: clientPageSchema.extend({ tokenKeeping: tokenKeepingSchema }),
  },
  /** The clients whose jobs wait, the most urgent first: at most 200 of `total`. */
  'clients.unmatched': {
    request: nothing,
    response: z.object({ unmatched: z.array(unmatchedClientSchema), total: z.number() }),
  },
  /** Adds a client, or replaces the label and token of one that is there. Answers how many runs it released. */
  'clients.add': {
    request: plainClientSchema.extend({ reason }),
    response: z.object({ client: clientViewSchema, releasedRuns: z.number() }),
  },
  /** Replaces the token at once; the old one cannot be had back. */
  'clients.rotate': {
    request: z.strictObject({ clientId: clientIdSchema, token: clientTokenSchema, reason }),
    response: z.object({ client: clientViewSchema, releasedRuns: z.number() }),
  },
  'clients.rename': {
    request: z.strictObject({ clientId: clientIdSchema, label: clientLabelSchema, reason }),
    response: z.object({ client: clientViewSchema }),
  },
  /** Nothing new is claimed for a disabled client; enabling it releases what waited. */
  'clients.setDisabled': {
    request: z.strictObject({ clientId: clientIdSchema, disabled: z.boolean(), reason }),
    response: z.object({ client: clientViewSchema, releasedRuns: z.number() }),
  },
  'clients.remove': {
    request: z.strictObject({
      clientId: clientIdSchema,
      reason,
      /** The client's label, typed out: a protected environment asks for it. */
      typedName: z.string().trim().max(600).optional(),
    }),
    response: z.object({ removed: z.boolean() }),
  },
  /**
   * Reads a file or text of clients and compares it with what is stored; nothing is changed. What was read stays in the main
   * process under the caller's `importId` until it is taken or closed. `opened` is false when no file was chosen.
   */
  'clients.openImport': {
    request: z.strictObject({
      importId,
      source: clientImportSourceSchema,
      /** For entries without a label. */
      label: clientLabelSchema.optional(),
      names: pageNamesSchema.pick({ clientId: true, label: true, token: true }),
    }),
    response: z.object({
      opened: z.boolean(),
      name: z.string(),
      counts: z.record(z.enum(CLIENT_VERDICTS), z.number()),
    }),
  },
  'clients.importRows': {
    request: z.strictObject({
      importId,
      verdict: z.enum(CLIENT_VERDICTS).nullable(),
      page: z.number().int().min(1).max(1_000_000),
      pageSize: z.number().int().min(1).max(500),
    }),
    response: z.object({ rows: z.array(clientImportRowSchema), total: z.number() }),
  },
  'clients.importProgress': {
    request: z.strictObject({ importId }),
    response: clientImportProgressSchema,
  },
  /** Takes what is new and what replaces; with bad entries only if `skipBad`. */
  'clients.takeImport': {
    request: z.strictObject({ importId, skipBad: z.boolean(), reason }),
    response: z.object({ added: z.number(), replaced: z.number(), releasedRuns: z.number() }),
  },
  /** Ends an import: one that is being read or written down is cancelled, one that is being taken goes on. */
  'clients.closeImport': { request: z.strictObject({ importId }), response: nothing },
  /** The field names that were last used in this environment. */
  'clients.pageNames': { request: nothing, response: pageNamesSchema },
  /** What a request to the configuration page holds; stores nothing but the names. */
  'clients.readPage': { request: z.strictObject(page), response: configurationPageSchema },
  'clients.takePage': {
    request: z.strictObject({ ...page, label: clientLabelSchema, reason }),
    response: z.object({ client: clientViewSchema, wasKnown: z.boolean(), releasedRuns: z.number() }),
  },
  /** The URL that leads the customer back to CodePipeline with the configuration. Throws `invalid-input` without one. */
  'clients.pageRedirect': {
    request: z.strictObject({ ...page, configuration: configurationPairsSchema }),
    response: z.object({ url: z.string(), host: z.string() }),
  },
  /** What came through a link or the receiver and waits, and the port that was last used (0: any). */
  'clients.received': {
    request: nothing,
    response: z.object({
      request: receivedRequestSchema.nullable(),
      receiver: receiverStateSchema.nullable(),
      port: z.number(),
    }),
  },
  /** Listens on loopback for ten minutes. Throws `not-allowed-now` where the port is taken. */
  'clients.startReceiving': {
    request: z.strictObject({ port: receiverPortSchema }),
    response: receiverStateSchema,
  },
  /** Ends the receiver; `drop` names the request that is done with. */
  'clients.stopReceiving': { request: z.strictObject({ drop: z.uuid().nullable() }), response: nothing },
} as const;
