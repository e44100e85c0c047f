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
import { createS3ArtifactStore } from '../aws/s3-artifact-store.ts';
import { createSystemClock } from '../platform/clock.ts';
import { createClientStore } from '../store/client-store.ts';
import { openStore } from '../store/open-store.ts';
import { createRunLedger } from '../store/run-ledger.ts';
import { createRunReader } from '../store/run-reader.ts';
import { createCipher } from '../vault/cipher.ts';
import type { KeyHandle } from '../vault/key-handle.ts';
import { compileAgentSettings, trafficLimits, type WrittenSettings } from './agent-settings.ts';
import { createClientActs } from './client-acts.ts';
import { openCommandDoor } from './command-door.ts';
import { lockFreed } from './folder-lock.ts';
import { runIdOf } from './run-id.ts';
import { watchOtherProcesses } from './other-processes.ts';
import type { Runtime, RuntimeEvent, TokenKeeping } from './runtime.ts';

export interface AgentRuntimeOptions {
  environment: string;
  practice: boolean;
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
    for (const close of closers.splice(0).reverse()) await Promise.resolve(close());
  };
  try {
    const lock = await lockFreed(options.dataDir, options.nativeBinding);
    closers.push(() => lock.release());
    const db = await openStore(options.dataDir, {
      nativeBinding: options.nativeBinding,
      flushing: 'beside',
    });
    closers.push(() => db.close());
    const tellState = createStateLog(log);
    const ledger = createRunLedger(db, {
      onRunChanged: (runId, run) => {
        if (run) tellState(run);
        emit({ kind: 'run-changed', runId });
      },
    });
    const clients = createClientStore(db, createCipher(options.key));
    const forgotten = clients.forgetEarlierSessions();
    if (forgotten > 0) log('warn', 'tokens-of-earlier-session', { clients: forgotten });
    const reader = createRunReader(db);
    const awsClients = createCodePipelineClients(options.access);
    closers.push(() => awsClients.close());
    const { s3Endpoint, callTimeoutMs } = options.access;
    const artifacts = createS3ArtifactStore({ s3Endpoint, requestTimeoutMs: callTimeoutMs });
    const clock = createSystemClock();
    const makeAgent = options.makeAgent ?? createAgent;
    const kit = { dataDir: options.dataDir, artifacts, clock, log };
    const agent = makeAgent(compileAgentSettings(options.settings, kit), {
      jobs: createTraffic(createJobService(awsClients), trafficLimits(options.settings), clock).jobs,
      ledger,
      tokens: clients,
      artifacts,
      clock,
      log,
      random: Math.random,
      newRunId: runIdOf,
      onCellsChanged: () => emit({ kind: 'cells-changed' }),
      onResumed: () => awsClients.renew(),
    });

    const acts = createClientActs(db, clients, () => clock.now(), log);
    /** On the disk, told to whoever watches, and looked at by the runs that waited; answers how many those are. */
    const tokensChanged = async (clientId: string | null): Promise<{ releasedRuns: number }> => {
      await db.flush();
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
    closers.push(() => agent.stop());
    closers.push(
      watchOtherProcesses(clients, () => {
        clients.forgetRemembered();
        emit({ kind: 'clients-changed' });
        agent.tokensChanged(null).catch((thrown: unknown) => {
          log('error', 'tokens-not-looked-at', { message: toActionDeskError(thrown).message });
        });
      }),
    );

    const runtime: Runtime = {
      environment: options.environment,
      practice: options.practice,
      simulatorEndpoint: options.simulatorEndpoint,
      tokenKeeping: options.tokenKeeping,
      listRuns: (query) => Promise.resolve(reader.listRuns(query)),
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
      listClients: () => Promise.resolve({ clients: clients.list(), unmatched: reader.unmatchedClients() }),
      addClient: async (client, by) => ({
        ...(await acts.add(client, by)),
        ...(await tokensChanged(client.clientId)),
      }),
      rotateToken: async (clientId, token, by) => ({
        client: await acts.rotate(clientId, token, by),
        ...(await tokensChanged(clientId)),
      }),
      importClients: async (all, by) => ({
        ...(await acts.importAll(all, by)),
        ...(await tokensChanged(null)),
      }),
      removeClient(clientId, by) {
        const removed = acts.remove(clientId, by);
        emit({ kind: 'clients-changed' });
        return Promise.resolve(removed);
      },
      cells: () => agent.cells(),
      control: (action, keys) => agent.control(action, keys),
      wake: () => agent.resumed(),
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      async close(drainMs) {
        await door.drain(drainMs);
        await agent.drain(drainMs);
        await closeAll();
        listeners.clear();
      },
    };
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
