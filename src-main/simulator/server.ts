import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { recognise } from './answer.ts';
import { answerControl } from './control/routes.ts';
import type { ControlTarget } from './control/routes.ts';
import { nodeEntropy } from './node-entropy.ts';
import { chooseScenario, overridesFrom } from './scenario-choice.ts';
import type { ScenarioOverrides } from './scenario-choice.ts';
import { openSimulation } from './simulation.ts';
import { jsonReply } from './wire.ts';
import type { WireReply, WireRequest } from './wire.ts';

/** Where the simulator listens and what it starts with. Options that are given win over the scenario's values. */
export interface SimulatorOptions extends ScenarioOverrides {
  /** 0: any free port. */
  readonly port?: number;
  readonly host?: string;
  /** `practice`, `bare` or `empty`. */
  readonly scenario?: string;
  /** Epoch milliseconds; the clock control adds to it. */
  readonly now?: () => number;
}

/** A simulator that listens. `close` cuts open connections and resolves when the port is free. */
export interface Simulator {
  readonly endpoint: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Starts CodePipeline, S3, a vendor backend and their control interface on one port. Rejects with
 * ControlInputError for an unknown scenario and with Node's error where the port is taken.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port = 0, host = '127.0.0.1', scenario = 'practice', now = Date.now, ...overrides } = options;
  const platform = { hostNow: now, entropy: nodeEntropy };
  let simulation = await openSimulation(chooseScenario(scenario, overrides), platform);
  let endpoint = '';
  const closing = new AbortController();
  const target: ControlTarget = {
    get simulation() {
      return simulation;
    },
    get endpoint() {
      return endpoint;
    },
    async reset(body) {
      const name = body.optional('scenario', (b) => b.text('scenario'), simulation.scenario.name);
      const wanted = { ...overrides, ...definedIn(overridesFrom(body)) };
      simulation = await openSimulation(chooseScenario(name, wanted), platform);
    },
  };

  const server = createServer((incoming, response) => {
    serve(incoming, response, target, closing.signal).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) return;
      const message = error instanceof Error ? error.message : String(error);
      send(response, jsonReply(500, { message: `The simulator has failed: ${message}` }), false);
    });
  });
  // Agents poll less often than Node's 5 s; AWS keeps an idle connection for longer than they pause.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  endpoint = `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;

  return {
    endpoint,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  target: ControlTarget,
  closing: AbortSignal,
): Promise<void> {
  const request = await readRequest(incoming);
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

async function readRequest(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const [path = '/', ...query] = (incoming.url ?? '/').split('?');
  return {
    method: incoming.method ?? 'GET',
    path,
    query: new URLSearchParams(query.join('?')),
    headers: incoming.headers,
    body: Buffer.concat(chunks),
  };
}

function send(response: ServerResponse, reply: WireReply, isHead: boolean): void {
  // A 304 has no body and must not claim the length of one.
  const length = reply.status === 304 ? {} : { 'content-length': String(Buffer.byteLength(reply.body)) };
  response.writeHead(reply.status, { ...reply.headers, ...length });
  response.end(isHead || reply.status === 304 ? undefined : reply.body);
}

function proxied(status: number, body: string): WireReply {
  return { status, headers: { 'content-type': 'text/html' }, body };
}

function definedIn(overrides: ScenarioOverrides): ScenarioOverrides {
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
}
