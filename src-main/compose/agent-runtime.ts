import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { asClientId } from '#shared/domain/ids.ts';
import { Secret } from '#shared/domain/secret.ts';
import { osUser } from '../platform/os-user.ts';
import { suspectLedger } from '../store/open-kept-ledger.ts';
import { createRunNotes } from '../store/run-notes.ts';
import { isDamage } from '../store/store-error.ts';
import { createActsUnderWay } from './acts-under-way.ts';
import { agentDesk } from './agent-desk.ts';
import type { Agent } from '../agent/agent.ts';
import type { AgentRuntimeOptions } from './agent-runtime-options.ts';
import { assembleAgent } from './assemble-agent.ts';
import { createAuditDesk } from './audit-desk.ts';
import { takeNotes } from './audit-later.ts';
import { createBulkActs } from './bulk-acts.ts';
import { createClientActs } from './client-acts.ts';
import { clientDesk } from './client-desk.ts';
import { createClosingOrder, type ClosingOrder } from './closing-order.ts';
import { openCommandDoor } from './command-door.ts';
import { drainRuntime } from './drain-runtime.ts';
import { createGreenRuns } from '../store/green-runs.ts';
import { createHolds, createHoldsDesk } from './holds-desk.ts';
import { keptProtection, PROTECTION_KEPT } from './kept-protection.ts';
import { openStores } from './open-stores.ts';
import { protectRuntime } from './protected-acts.ts';
import { createRetryStage } from './retry-stage.ts';
import { runDesk } from './run-desk.ts';
import type { Runtime, RuntimeEvent } from './runtime.ts';
import { createRuntimeEvents } from './runtime-events.ts';
import { watchRuntime } from './watch-runtime.ts';
import { wireArtifacts } from './wire-artifacts.ts';
import { wirePipelines } from './wire-pipelines.ts';

export type { AgentRuntimeOptions };

/**
 * Store, vault, AWS adapter and agent wired together: the one composition that every host shares. Only one runs on a data
 * folder at a time (`data-folder-in-use`). Whatever fails on the way up is closed again; damage that is found there is mended by
 * the next start.
 */
export async function startAgentRuntime(options: AgentRuntimeOptions): Promise<Runtime> {
  const closing = createClosingOrder(options.log);
  try {
    return await open(options, closing);
  } catch (thrown) {
    if (isDamage(thrown)) closing.opened(() => suspectLedger(options.dataDir));
    await closing.closeAll();
    throw thrown;
  }
}

/**
 * Stores, agent, what goes on beside it, the desks on top, and the way in for the command line last; a turn of the event loop
 * for each, so that a window or an agent's first calls wait for none of them long.
 */
async function open(options: AgentRuntimeOptions, closing: ClosingOrder): Promise<Runtime> {
  const { log } = options;
  const events = createRuntimeEvents(log);
  let atWork: Agent | null = null;
  let damage: RuntimeEvent | null = null;
  const stores = await openStores(options, closing, events, () => {
    damage = { kind: 'ledger-damaged', cells: atWork?.cells() ?? [] };
    atWork?.control('pause', []);
    events.emit(damage);
  });
  await nextTurn();
  const { keeper, db, clients, reader, kept, holdStore } = stores;
  const holds = createHolds(holdStore);
  const assembled = assembleAgent(options, stores, holds, closing, events);
  const { agent, traffic, history, clock } = assembled;
  const now = (): number => clock.now();
  atWork = agent;

  await takeNotes(options.dataDir, db, log);
  const acts = createClientActs(db, clients, now, log);
  const tokensChanged = async (clientId: string | null): Promise<{ releasedRuns: number }> => {
    await db.flush();
    keeper.backupSoon();
    stores.foreignKeys.look();
    events.emit({ kind: 'clients-changed' });
    return { releasedRuns: await agent.tokensChanged(clientId === null ? null : asClientId(clientId)) };
  };
  await options.prepare?.({
    async addClient({ clientId, label, token }) {
      clients.add({ clientId: asClientId(clientId), label, token: new Secret(token) }, now());
      await tokensChanged(clientId);
    },
  });
  if (options.paused) agent.control('pause', []);
  for (const { key, switch: setTo, switched } of options.cellsBefore ?? [])
    if (setTo !== 'on')
      agent.control(setTo === 'paused' ? 'pause' : 'drain', [key], switched?.by ?? undefined);
  // Before the start: one that breaks off half-way has calls under way that must not outlive the ledger.
  closing.opened(async () => {
    const stopped = agent.stop();
    // Calls that wait for their turn (hundreds of results at a throttled pace) would hold up the end for minutes.
    traffic.close();
    await stopped;
  });
  await agent.start();
  await nextTurn();
  const beside = watchRuntime(options, stores, assembled, closing, events, tokensChanged);
  await nextTurn();

  if (options.protection) kept.keep(PROTECTION_KEPT, options.protection);
  const pollIntervalMs = options.settings.pollSeconds * 1000;
  const environment: Pick<
    Runtime,
    'environment' | 'practice' | 'protection' | 'simulatorEndpoint' | 'tokenKeeping'
  > = {
    environment: options.environment,
    practice: options.practice,
    protection: keptProtection(kept),
    simulatorEndpoint: options.simulatorEndpoint,
    tokenKeeping: options.tokenKeeping,
  };
  const acting = createActsUnderWay();
  const desk = runDesk(reader, agent, acts.record);
  const runs = { ...desk, act: acting.follow(desk.act) };
  const consoleCall: Runtime['consoleCall'] = (region, send) => traffic.call(region, 'console', send);
  // A further part of the runtime is opened here, said to `closing`, and offered in `runtime` below.
  const bulk = createBulkActs({ ...environment, ...runs }, now, () => events.emit({ kind: 'bulk-changed' }));
  const holdsDesk = createHoldsDesk({
    ...{ environment, store: holdStore, holds, record: acts.record, now },
    changed: async () => {
      await db.flush();
      events.emit({ kind: 'holds-changed' });
      return agent.holdsChanged();
    },
  });
  const artifacts = wireArtifacts(
    options,
    assembled,
    { ...environment, ...runs, consoleCall },
    acts.record,
    events,
    createGreenRuns(stores.db),
  );
  closing.opened(() => artifacts.close());
  const pipelinesBase = { ...environment, consoleCall };
  const pipelines = wirePipelines(options, assembled, stores, pipelinesBase, acts.record, events);
  closing.opened(() => pipelines.close());
  const pipelineDesk = {
    ...pipelines.desk,
    act: acting.follow(pipelines.desk.act),
    cancelWork: acting.follow(pipelines.desk.cancelWork),
  };
  const runtime = protectRuntime({
    ...environment,
    ...runs,
    ...clientDesk({ db, clients, reader, acts, events, tokensChanged }),
    ...agentDesk({ agent, traffic, history, acts, pollIntervalMs }),
    ...beside,
    keptValue: (name) => Promise.resolve(kept.read(name)),
    keepValue: (name, value) => Promise.resolve(kept.keep(name, value)),
    bulk,
    holds: holdsDesk,
    artifacts: artifacts.desk,
    pipelines: pipelineDesk,
    audit: createAuditDesk(db, acts.record),
    notes: createRunNotes(db, { who: osUser(), session: randomUUID() }, now),
    retryStage: acting.follow(createRetryStage({ desk: { ...environment, ...runs }, act: pipelines.act })),
    consoleCall,
    wake: () => agent.resumed(),
    subscribe(listener) {
      if (damage) listener(damage);
      return events.subscribe(listener);
    },
    async close(drainMs) {
      await drainRuntime({ agent, bulk, acting, door, clock, log }, drainMs);
      await closing.closeAll();
      events.end();
    },
  });
  const door = await openCommandDoor(options.dataDir, runtime, log);
  closing.opened(() => door.close());
  return runtime;
}
