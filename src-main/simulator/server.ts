import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { recognise } from './answer.ts';
import { bodyLimit, discardRest, readBody } from './body-limits.ts';
import { answerControl } from './control/routes.ts';
import type { ControlTarget } from './control/routes.ts';
import { openSimulationHost } from './hosting/simulation-host.ts';
import { nodeEntropy } from './node-entropy.ts';
import { chooseScenario, overridesFrom } from './scenario-choice.ts';
import { replayScenario } from './scenarios/replay.ts';
import type { ScenarioOverrides } from './scenario-choice.ts';
import { jsonReply } from './wire.ts';
import type { WireReply, WireRequest } from './wire.ts';

/** Where the simulator listens and what it starts with. Options that are given win over the scenario's values. */
export interface SimulatorOptions extends ScenarioOverrides {
  /** 0: any free port. */
  readonly port?: number;
  readonly host?: string;
  /** The name of a scenario; `practice` unless given, or what the folder holds. */
  readonly scenario?: string | undefined;
  /** A story of one run (see `scenarios/replay.ts`): it is played in place of a scenario of the catalogue. */
  readonly replay?: unknown;
  /** Keeps objects and world in this folder, and goes on with what it holds. Without it all ends with `close`. */
  readonly folder?: string | undefined;
  /** Told in a sentence what a person should know about the folder, such as a damaged file that was set aside. */
  readonly onNotice?: ((sentence: string) => void) | undefined;
  /** Epoch milliseconds; the clock control adds to it. */
  readonly now?: () => number;
  /**
   * True (the default): clients with any long-term access key are let in as guests, whatever their secret is, as
   * vendors point their own clients here. All of the signature is checked that needs no secret. False: only the
   * scenario's credentials, those registered with `POST /_simulator/credentials` and those of jobs.
   */
  readonly guests?: boolean;
  /** The real time, by which clients sign, in epoch milliseconds. It has nothing to do with the simulated one. */
  readonly wallNow?: () => number;
  /** The longest body S3 takes in one request, in bytes; each is held in memory. 1 GiB unless given. */
  readonly maxUploadBytes?: number;
}

/** A simulator that listens. `close` cuts open connections and resolves when the port is free. */
export interface Simulator {
  readonly endpoint: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Starts CodePipeline, S3, a vendor backend and their control interface on one port. Rejects with
 * ControlInputError for an unknown scenario, with FolderInUseError, and with Node's error where the port is taken.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port = 0, host = '127.0.0.1', scenario = null, now = Date.now, ...rest } = options;
  const { folder = null, onNotice = () => undefined, replay, ...more } = rest;
  const own = replay === undefined ? null : replayScenario(replay);
  const { guests = true, wallNow = Date.now, maxUploadBytes = 1_073_741_824, ...overrides } = more;
  const world = await openSimulationHost({
    scenarioName: own?.name ?? scenario,
    choose: (name) => chooseScenario(name, overrides, own),
    platform: { hostNow: now, entropy: nodeEntropy, guests, wallNow },
    folder,
    onNotice,
  });
  let endpoint = '';
  const closing = new AbortController();
  const target: ControlTarget = {
    get simulation() {
      return world.simulation;
    },
    get endpoint() {
      return endpoint;
    },
    async reset(body) {
      const name = body.optional('scenario', (b) => b.text('scenario'), world.simulation.scenario.name);
      const wanted = { ...overrides, ...definedIn(overridesFrom(body)) };
      await world.reset(chooseScenario(name, wanted, own));
    },
  };

  const handle = (incoming: IncomingMessage, response: ServerResponse, isWaiting: boolean): void => {
    const exchange = { incoming, response, isWaiting, maxUploadBytes };
    serve(exchange, target, closing.signal)
      .catch((error: unknown) => {
        if (response.headersSent || response.destroyed || incoming.destroyed) return;
        const message = error instanceof Error ? error.message : String(error);
        send(response, jsonReply(500, { message: `The simulator has failed: ${message}` }), false);
      })
      .finally(() => world.touched());
  };
  const server = createServer((incoming, response) => handle(incoming, response, false));
  // A client that waits for leave to send its body is told first if the body is too long.
  server.on('checkContinue', (incoming, response) => handle(incoming, response, true));
  // Agents poll less often than Node's 5 s; AWS keeps an idle connection for longer than they pause.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  }).catch(async (error: unknown) => {
    await world.close();
    throw error;
  });
  const address = server.address() as AddressInfo;
  endpoint = `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;

  return {
    endpoint,
    port: address.port,
    close: async () => {
      closing.abort();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await world.close();
    },
  };
}

/** One request and where its answer goes. `isWaiting`: the body comes only once it was asked for. */
interface Exchange {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly isWaiting: boolean;
  readonly maxUploadBytes: number;
}

async function serve(exchange: Exchange, target: ControlTarget, closing: AbortSignal): Promise<void> {
  const { response } = exchange;
  const request = await readRequest(exchange);
  if (request === null) return;
  const isHead = request.method === 'HEAD';
  if (request.path.startsWith('/_simulator/')) {
    send(response, await answerControl(request, target), isHead);
    return;
  }
  const recognised = recognise(request, target.simulation);
  const { waitMs, fault } = recognised.suffering;
  if (waitMs > 0) await wait(waitMs, undefined, { signal: closing });
  if (fault?.kind === 'disconnect') {
    response.destroy();
    return;
  }
  if (fault?.kind === 'error') {
    const refusal = recognised.refuse(fault);
    send(response, fault.body === null ? refusal : proxied(refusal.status, fault.body), isHead);
    return;
  }
  const reply = recognised.answer();
  if (fault?.kind === 'drop-response') response.destroy();
  else send(response, reply, isHead);
}

/** Reads a request. One whose body is too long is answered here, and the result is null. */
async function readRequest({
  incoming,
  response,
  isWaiting,
  maxUploadBytes,
}: Exchange): Promise<WireRequest | null> {
  const head = headOf(incoming);
  const limit = bodyLimit(head, maxUploadBytes, nodeEntropy);
  if (isWaiting && Number(incoming.headers['content-length'] ?? 0) <= limit.bytes) response.writeContinue();
  const body = await readBody(incoming, limit.bytes);
  if (body !== null) return { ...head, body };
  // Without leave to go on the body may come or not: nothing that follows could be told from it.
  if (isWaiting) response.setHeader('connection', 'close');
  send(response, limit.refuse(), head.method === 'HEAD');
  discardRest(incoming);
  return null;
}

function headOf(incoming: IncomingMessage): WireRequest {
  // A client that takes this for its proxy writes the whole URL.
  const url = (incoming.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '');
  const [path = '', ...query] = url.split('?');
  return {
    method: incoming.method ?? 'GET',
    path: path.startsWith('/') ? path : `/${path}`,
    query: new URLSearchParams(query.join('?')),
    headers: incoming.headers,
    body: Buffer.alloc(0),
  };
}

function send(response: ServerResponse, reply: WireReply, isHead: boolean): void {
  // A 304 has no body and must not claim the length of one.
  const length = reply.status === 304 ? {} : { 'content-length': String(Buffer.byteLength(reply.body)) };
  response.writeHead(reply.status, { ...length, ...reply.headers });
  response.end(isHead || reply.status === 304 ? undefined : reply.body);
}

function proxied(status: number, body: string): WireReply {
  return { status, headers: { 'content-type': 'text/html' }, body };
}

function definedIn(overrides: ScenarioOverrides): ScenarioOverrides {
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
}
