import { randomUUID } from 'node:crypto';
import type { Protection } from '#shared/domain/environment.ts';
import { ActionDeskError, toActionDeskError } from '#shared/domain/errors.ts';
import { asClientId, asRunId } from '#shared/domain/ids.ts';
import { Secret } from '#shared/domain/secret.ts';
import { isFinal } from '#shared/domain/run-state.ts';
import { createAgent } from '../agent/agent.ts';
import { createTraffic } from '../agent/traffic.ts';
import type { Log, RunRecord } from '../agent/ports.ts';
import type { AwsAccess } from '../aws/clients.ts';
import { createCodePipelineClients } from '../aws/clients.ts';
import { createJobService } from '../aws/job-service.ts';
import { createPipelineStages } from '../aws/pipeline-stages.ts';
import { createS3ArtifactStore } from '../aws/s3-artifact-store.ts';
import { osUser } from '../platform/os-user.ts';
import { createSystemClock } from '../platform/clock.ts';
import { diskSpace } from '../platform/disk-space.ts';
import { finishImports } from '../store/client-import.ts';
import { createClientStore } from '../store/client-store.ts';
import { createHoldStore } from '../store/hold-store.ts';
import { createKeptValues } from '../store/kept-values.ts';
import { createRunLedger } from '../store/run-ledger.ts';
import { createRunNotes } from '../store/run-notes.ts';
import { createRunReader } from '../store/run-reader.ts';
import { createStockReader } from '../store/stock-reader.ts';
import { createCipher } from '../vault/cipher.ts';
import type { KeyHandle } from '../vault/key-handle.ts';
import type { AgentWatch } from '../watching/watching.ts';
import { agentDesk } from './agent-desk.ts';
import { createPollHistory } from './agent-history.ts';
import { watchNotices } from './agent-notices.ts';
import {
  compileAgentSettings,
  trafficLimits,
  watchedSettings,
  type WrittenSettings,
} from './agent-settings.ts';
import { createAuditDesk } from './audit-desk.ts';
import { takeNotes } from './audit-later.ts';
import { createBulkActs } from './bulk-acts.ts';
import { createClientActs } from './client-acts.ts';
import { openCommandDoor } from './command-door.ts';
import { lockFreed } from './folder-lock.ts';
import { createHolds, createHoldsDesk } from './holds-desk.ts';
import { keptProtection, PROTECTION_KEPT } from './kept-protection.ts';
import { watchForeignKeys } from './foreign-keys.ts';
import { openLedgerKeeper } from './ledger-keeper.ts';
import { runIdOf } from './run-id.ts';
import { watchOtherProcesses } from './other-processes.ts';
import { protectRuntime } from './protected-acts.ts';
import { readRuns } from './read-runs.ts';
import { createRetryStage } from './retry-stage.ts';
import type { Runtime, RuntimeEvent, TokenKeeping } from './runtime.ts';

export interface AgentRuntimeOptions {
  environment: string;
  practice: boolean;
  /** What the folder's last environment said unless given, and `open` in a new one. */
  protection?: Protection;
  simulatorEndpoint: string | null;
  tokenKeeping: TokenKeeping;
  dataDir: string;
  key: KeyHandle;
  access: AwsAccess;
  settings: WrittenSettings;
  log: Log;
  nativeBinding?: string | undefined;
  /** Called before the agent starts, with the client store open: practice puts its vendor's clients there. */
  prepare?: (runtime: {
    addClient: (client: { clientId: string; label: string; token: string }) => Promise<unknown>;
  }) => Promise<void>;
  /** Every cell begins paused: what an earlier agent left is taken up, and nothing new is polled. */
  paused?: boolean;
  /** Sees what passes through the agent's ports, for metrics and health. */
  watch?: AgentWatch | undefined;
  /** Asks for the disk of the data folder; the system's answer unless given. */
  diskSpace?: typeof diskSpace;
  /** Puts the agent together; the crash matrix wraps ports and processors here. `createAgent` unless given. */
  makeAgent?: typeof createAgent;
}

/**
 * Store, vault, AWS adapter and agent wired together: the one composition that every host shares. Only one runs on a data
 * folder at a time (`data-folder-in-use`). Whatever fails on the way up is closed again.
 */
export async function startAgentRuntime(options: AgentRuntimeOptions): Promise<Runtime> {
  const { log } = options;
  const listeners = new Set<(event: RuntimeEvent) => void>();
  const emit = (event: RuntimeEvent): void => {
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (thrown) {
        // A row is in the ledger already: who watches it must not make the write look failed.
        log('error', 'listener-failed', {
          message: thrown instanceof Error ? thrown.message : String(thrown),
        });
      }
    }
  };
  const closers: (() => void | Promise<void>)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) {
      try {
        await close();
      } catch (thrown) {
        // The others are closed all the same: the folder's lock above all.
        log('error', 'not-closed', { message: toActionDeskError(thrown).message });
      }
    }
  };
  try {
    const lock = await lockFreed(options.dataDir, options.nativeBinding);
    closers.push(() => lock.release());
    let stopClaiming = (): void => undefined;
    const keeper = await openLedgerKeeper({
      dataDir: options.dataDir,
      open: { nativeBinding: options.nativeBinding, flushing: 'beside' },
      now: Date.now,
      log,
      onNotices: () => emit({ kind: 'notices-changed' }),
      onDamage: () => stopClaiming(),
    });
    closers.push(() => keeper.close());
    const { db } = keeper;
    const tellState = createStateLog(log);
    const ledger = keeper.watching(
      createRunLedger(db, {
        onRunChanged: (runId, run, owed) => {
          keeper.runChanged(runId, run, owed);
          if (run) tellState(run);
          emit({ kind: 'run-changed', runId });
        },
      }),
    );
    keeper.begin(await ledger.liveRuns());
    const clients = createClientStore(db, createCipher(options.key));
    const forgotten = clients.forgetEarlierSessions();
    if (forgotten > 0) log('warn', 'tokens-of-earlier-session', { clients: forgotten });
    const foreignKeys = watchForeignKeys(clients, Date.now, log);
    const reader = createRunReader(db);
    const kept = createKeptValues(db);
    const holdStore = createHoldStore(db);
    const holds = createHolds(holdStore);
    const awsClients = createCodePipelineClients(options.access);
    closers.push(() => awsClients.close());
    const { s3Endpoint, callTimeoutMs } = options.access;
    const artifacts = createS3ArtifactStore({ s3Endpoint, requestTimeoutMs: callTimeoutMs });
    const clock = createSystemClock();
    const makeAgent = options.makeAgent ?? createAgent;
    const kit = { dataDir: options.dataDir, artifacts, clock, log };
    const { watch } = options;
    const service = createJobService(awsClients);
    const history = createPollHistory(clock);
    const traffic = createTraffic(
      history.watching(watch?.jobs(service) ?? service),
      trafficLimits(options.settings),
      clock,
    );
    const agent = makeAgent(watchedSettings(compileAgentSettings(options.settings, kit), watch), {
      jobs: traffic.jobs,
      ledger: watch?.ledger(ledger) ?? ledger,
      tokens: clients,
      artifacts,
      clock,
      log,
      random: Math.random,
      newRunId: runIdOf,
      holds,
      onCellsChanged: () => emit({ kind: 'cells-changed' }),
      onResumed: () => awsClients.renew(),
    });

    stopClaiming = () => void agent.control('pause', []);

    await takeNotes(options.dataDir, db, log);
    const acts = createClientActs(db, clients, () => clock.now(), log);
    /** On the disk, told to whoever watches, and looked at by the runs that waited; answers how many those are. */
    const tokensChanged = async (clientId: string | null): Promise<{ releasedRuns: number }> => {
      await db.flush();
      keeper.backupSoon();
      foreignKeys.look();
      emit({ kind: 'clients-changed' });
      return { releasedRuns: await agent.tokensChanged(clientId === null ? null : asClientId(clientId)) };
    };

    await options.prepare?.({
      async addClient({ clientId, label, token }) {
        clients.add({ clientId: asClientId(clientId), label, token: new Secret(token) }, clock.now());
        await tokensChanged(clientId);
      },
    });
    if (options.paused) agent.control('pause', []);
    await agent.start();
    closers.push(async () => {
      const stopped = agent.stop();
      // Calls that wait for their turn (hundreds of results at a throttled pace) would hold up the end for minutes.
      traffic.close();
      await stopped;
    });
    const pollIntervalMs = options.settings.pollSeconds * 1000;
    const notices = watchNotices(
      {
        cells: () => agent.cells(),
        pollIntervalMs,
        credentialsEndAt: () => awsClients.credentialsEndAt(),
        diskSpace: () => (options.diskSpace ?? diskSpace)(options.dataDir),
        more: () => [...keeper.notices(), ...foreignKeys.notices()],
      },
      clock,
      () => emit({ kind: 'notices-changed' }),
    );
    closers.push(() => notices.close());
    watch?.begin({
      cells: () => agent.cells(),
      traffic: () => traffic.load(),
      stock: createStockReader(db),
      ledgerDamage: () => keeper.damage(),
    });
    const finishing = finishImports(db, clients).then(
      (taken) => (taken > 0 ? tokensChanged(null) : null),
      (thrown: unknown) => log('warn', 'import-not-finished', { message: toActionDeskError(thrown).message }),
    );
    closers.push(async () => void (await finishing));
    closers.push(
      watchOtherProcesses(clients, () => {
        clients.forgetRemembered();
        emit({ kind: 'clients-changed' });
        agent.tokensChanged(null).catch((thrown: unknown) => {
          log('error', 'tokens-not-looked-at', { message: toActionDeskError(thrown).message });
        });
      }),
    );

    if (options.protection) kept.keep(PROTECTION_KEPT, options.protection);
    const unprotected: Omit<Runtime, 'bulk' | 'holds' | 'retryStage'> = {
      environment: options.environment,
      practice: options.practice,
      protection: keptProtection(kept),
      simulatorEndpoint: options.simulatorEndpoint,
      tokenKeeping: options.tokenKeeping,
      listRuns: (query) => Promise.resolve(reader.listRuns(query)),
      countRuns: (match) => Promise.resolve(reader.countRuns(match)),
      runValues: (query) => Promise.resolve(reader.runValues(query)),
      readRuns: (selection) => readRuns(reader, selection),
      getRun(id) {
        const found = reader.getRun(id);
        if (found) return Promise.resolve(found);
        return Promise.reject(
          new ActionDeskError('not-found', `No run is known by the id ${id.slice(0, 80)}.`),
        );
      },
      async act(runId, act, by) {
        const end = await agent.act(asRunId(runId), act);
        acts.record(act.kind, runId, end.outcome, end.before, end.after, by);
        return end;
      },
      listClients: (query) => Promise.resolve(clients.list(query)),
      unmatchedClients: () => Promise.resolve(reader.unmatchedClients()),
      findClient: (clientId) => Promise.resolve(clients.view(asClientId(clientId))),
      addClient: async (client, by) => ({
        ...(await acts.add(client, by)),
        ...(await tokensChanged(client.clientId)),
      }),
      rotateToken: async (clientId, token, by) => ({
        client: await acts.rotate(clientId, token, by),
        ...(await tokensChanged(clientId)),
      }),
      async renameClient(clientId, label, by) {
        const client = acts.rename(clientId, label, by);
        await db.flush();
        emit({ kind: 'clients-changed' });
        return client;
      },
      setClientDisabled: async (clientId, disabled, by) => ({
        client: acts.setDisabled(clientId, disabled, by),
        ...(await tokensChanged(clientId)),
      }),
      compareClients: (all, signal) => acts.compareAll(all, signal),
      importClients: async (all, by, watch) => ({
        ...(await acts.importAll(all, by, watch)),
        ...(await tokensChanged(null)),
      }),
      removeClient(clientId, by) {
        const removed = acts.remove(clientId, by);
        emit({ kind: 'clients-changed' });
        return Promise.resolve(removed);
      },
      keptValue: (name) => Promise.resolve(kept.read(name)),
      keepValue: (name, value) => Promise.resolve(kept.keep(name, value)),
      audit: createAuditDesk(db, acts.record),
      notes: createRunNotes(db, { who: osUser(), session: randomUUID() }, () => clock.now()),
      ...agentDesk({ agent, traffic, history, acts, pollIntervalMs }),
      notices: () => notices.notices(),
      wake: () => agent.resumed(),
      consoleCall: (region, send) => traffic.call(region, 'console', send),
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      async close(drainMs) {
        const endsAt = clock.monotonicMs() + drainMs;
        try {
          // Nothing new meanwhile: acts under way may take a while, and may leave more in hand.
          agent.control('pause', []);
          const acted = new AbortController();
          const bulkEnd = Promise.race([bulk.close(), clock.sleep(drainMs / 4, acted.signal)]);
          await Promise.all([door.drain(drainMs / 4), bulkEnd]).finally(() => acted.abort());
          await agent.drain(Math.max(0, endsAt - clock.monotonicMs()));
        } catch (thrown) {
          // A ledger that cannot be read: what is in hand is taken up by the next start, which needs this folder's lock.
          log('error', 'drain-failed', { message: toActionDeskError(thrown).message });
        }
        await closeAll();
        listeners.clear();
      },
    };
    const bulk = createBulkActs(
      unprotected,
      () => clock.now(),
      () => emit({ kind: 'bulk-changed' }),
    );
    const holdsDesk = createHoldsDesk({
      ...{ environment: unprotected, store: holdStore, holds, record: acts.record },
      now: () => clock.now(),
      changed: async () => {
        await db.flush();
        emit({ kind: 'holds-changed' });
        return agent.holdsChanged();
      },
    });
    const stages = createPipelineStages(awsClients);
    const retryStage = createRetryStage({ desk: unprotected, stages, record: acts.record });
    const runtime = protectRuntime({ ...unprotected, bulk, holds: holdsDesk, retryStage });
    const door = await openCommandDoor(options.dataDir, runtime, log);
    closers.push(() => door.close());
    return runtime;
  } catch (thrown) {
    await closeAll();
    throw thrown;
  }
}

/** Logs a run's state and progress each time one of them is new: the one line a step that hosts print. */
function createStateLog(log: Log): (run: RunRecord) => void {
  const told = new Map<string, string>();
  return (run) => {
    const { runId } = run;
    const now = `${run.state} ${run.percentComplete ?? ''} ${run.attempt}`;
    if (told.get(runId) === now) return;
    if (isFinal(run.state)) told.delete(runId);
    else told.set(runId, now);
    log('info', 'run-state', {
      runId,
      state: run.state,
      region: run.region,
      jobId: run.currentJobId,
      attempt: run.attempt,
      externalExecutionId: run.externalExecutionId,
      percentComplete: run.percentComplete,
      message: run.message,
    });
  };
}
