import { ActionDeskError, toActionDeskError, type ErrorCode } from '#shared/domain/errors.ts';
import { SECRET_MARK } from '#shared/domain/secret.ts';
import type { RunSummary } from '#shared/domain/run.ts';
import { issueSentences } from '#shared/domain/validation.ts';
import type { Log } from '../agent/ports.ts';
import {
  COMMANDS,
  COMMAND_VERSION,
  commandMessageSchema,
  type CommandAnswer,
  type CommandChannel,
  type CommandRequest,
  type CommandResponse,
} from './command-contract.ts';
import type { Actor, PlainClient, Runtime } from './runtime.ts';

/** What the command line works on: a runtime, or a data folder in which no agent works. */
export type CommandDesk = Pick<
  Runtime,
  | 'listRuns'
  | 'getRun'
  | 'act'
  | 'readRuns'
  | 'listClients'
  | 'unmatchedClients'
  | 'addClient'
  | 'rotateToken'
  | 'importClients'
  | 'removeClient'
  | 'renameClient'
  | 'setClientDisabled'
> & {
  readonly bulk: Pick<Runtime['bulk'], 'preview' | 'start' | 'list' | 'rows'>;
  readonly holds: Runtime['holds'];
  /** Missing where no agent works: job credentials are an agent's. */
  readonly artifacts?: Pick<Runtime['artifacts'], 'runObjects'>;
};

type Handlers = {
  readonly [C in CommandChannel]: (request: CommandRequest<C>, by: Actor) => Promise<CommandResponse<C>>;
};

function runObjectsOf({ artifacts }: CommandDesk): Runtime['artifacts']['runObjects'] {
  if (artifacts) return artifacts.runObjects;
  const sentence = 'No agent works in this data folder: only one has the credentials of a run.';
  throw new ActionDeskError('not-allowed-now', sentence);
}

/** Far above every vendor's number of customers; keeps what one connection may pile up within bounds. */
const MOST_STAGED = 500_000;

function createHandlers(desk: CommandDesk): Handlers {
  let staged: PlainClient[] = [];
  let reading: AsyncGenerator<RunSummary[], undefined> | null = null;
  return {
    'runs.list': (query) => desk.listRuns(query),
    'runs.get': ({ id }) => desk.getRun(id),
    'runs.act': async ({ runId: id, act }, by) => {
      const { runId } = (await desk.getRun(id)).run;
      return { runId, ...(await desk.act(runId, act, by)) };
    },
    'runs.read': async ({ match }) => {
      if (match) reading = inSmallParts(desk.readRuns({ kind: 'matching', match, except: [] }));
      const runs = (await reading?.next())?.value ?? [];
      if (runs.length === 0) reading = null;
      return { runs };
    },
    'bulk.preview': ({ selection, kind }) => desk.bulk.preview(selection, kind),
    'bulk.start': ({ selection, act }, by) => desk.bulk.start(selection, act, by),
    'bulk.get': async ({ bulkId }) => {
      const bulk = desk.bulk.list().find((one) => one.bulkId === bulkId);
      await Promise.resolve();
      if (!bulk) throw new ActionDeskError('not-found', 'This bulk is not known any more.');
      return bulk;
    },
    'bulk.rows': async ({ bulkId, results, page, pageSize }) => {
      const rows = await Promise.resolve(desk.bulk.rows(bulkId, results));
      return { rows: rows.slice((page - 1) * pageSize, page * pageSize), total: rows.length };
    },
    'holds.list': () => Promise.resolve(desk.holds.list()),
    'holds.add': ({ scope }, by) => desk.holds.add(scope, by),
    'holds.release': ({ holdId }, by) => desk.holds.release(holdId, by),
    'clients.rename': async ({ clientId, label }, by) => ({
      client: await desk.renameClient(clientId, label, by),
    }),
    'clients.setDisabled': ({ clientId, disabled }, by) => desk.setClientDisabled(clientId, disabled, by),
    'artifacts.page': async ({ runId, ...asked }) => {
      const { prefixes, objects, cursor } = await runObjectsOf(desk).page(runId, asked);
      return { prefixes: [...prefixes], objects: [...objects], cursor };
    },
    'artifacts.versions': ({ runId, ...at }) => runObjectsOf(desk).versions(runId, at),
    'artifacts.open': ({ runId, place }) => runObjectsOf(desk).open(runId, place),
    'artifacts.bytes': async ({ runId, place, etag, from, length }) => {
      const bytes = await runObjectsOf(desk).bytes(runId, place, etag, from, length);
      return { bytes: Buffer.from(bytes).toString('base64') };
    },
    'clients.list': (query) => desk.listClients(query),
    'clients.unmatched': () => desk.unmatchedClients(),
    'clients.add': (client, by) => desk.addClient(client, by),
    'clients.rotate': ({ clientId, token }, by) => desk.rotateToken(clientId, token, by),
    'clients.remove': async ({ clientId }, by) => ({ removed: await desk.removeClient(clientId, by) }),
    'clients.stage': ({ clients }) => {
      if (staged.length + clients.length > MOST_STAGED)
        throw new ActionDeskError('invalid-input', `An import takes at most ${MOST_STAGED} clients.`);
      staged.push(...clients);
      return Promise.resolve({ staged: staged.length });
    },
    'clients.import': async ({ expected }, by) => {
      const clients = staged;
      staged = [];
      if (clients.length !== expected)
        throw new ActionDeskError('internal', 'The import did not arrive whole: nothing was changed.');
      return desk.importClients(clients, by);
    },
  };
}

/** Each well below the longest line that the socket takes. */
const RUNS_AT_ONCE = 50;

async function* inSmallParts(
  runs: AsyncIterable<readonly RunSummary[]>,
): AsyncGenerator<RunSummary[], undefined> {
  for await (const some of runs) {
    for (let from = 0; from < some.length; from += RUNS_AT_ONCE) yield some.slice(from, from + RUNS_AT_ONCE);
  }
}

/** The answer that says why not. */
export function refusal(code: ErrorCode, message: string, retryable = false): CommandAnswer {
  return { version: COMMAND_VERSION, ok: false, error: { code, message, retryable } };
}

/** No sentence repeats a token of the request, whoever wrote the sentence. */
function withoutTokenOf(payload: unknown, text: string): string {
  const token: unknown =
    typeof payload === 'object' && payload !== null && 'token' in payload && payload.token;
  return typeof token === 'string' && token.trim().length >= 4
    ? text.replaceAll(token.trim(), SECRET_MARK)
    : text;
}

/**
 * Makes the function that answers the messages of one connection: version, channel and request are checked, then the same
 * functions work that the window's requests reach; the answer is cut to the contract. Never throws.
 */
export function createCommandSession(
  desk: CommandDesk,
  log: Log,
): (message: unknown) => Promise<CommandAnswer> {
  const handlers = createHandlers(desk);
  return async (message) => {
    const parsed = commandMessageSchema.safeParse(message);
    if (!parsed.success) {
      const sentence = issueSentences(parsed.error)[0] ?? 'it is not valid';
      log('warn', 'command-refused', { message: sentence });
      return refusal(
        'invalid-input',
        `The agent (messages of version ${COMMAND_VERSION}) refused: ${sentence}`,
      );
    }
    const { channel, payload, by } = parsed.data;
    const { request, response } = COMMANDS[channel];
    const asked = request.safeParse(payload);
    if (!asked.success) {
      return refusal('invalid-input', issueSentences(asked.error)[0] ?? 'The input is not valid.');
    }
    try {
      // The request was parsed by the schema of this very channel; the compiler cannot follow the pair.
      const handle = handlers[channel] as (asked: unknown, by: Actor) => Promise<unknown>;
      return { version: COMMAND_VERSION, ok: true, value: response.parse(await handle(asked.data, by)) };
    } catch (thrown) {
      const error = toActionDeskError(thrown);
      const sentence = withoutTokenOf(payload, error.message);
      log('warn', 'command-failed', { channel, code: error.code, message: sentence });
      return refusal(error.code, sentence, error.retryable);
    }
  };
}
