import { userInfo } from 'node:os';
import { ActionDeskError, toActionDeskError } from '#shared/domain/errors.ts';
import { asClientId, asRunId } from '#shared/domain/ids.ts';
import { Secret } from '#shared/domain/secret.ts';
import { isFinal } from '#shared/domain/run-state.ts';
import { createAgent } from '../agent/agent.ts';
import type { Log, RunRecord } from '../agent/ports.ts';
import type { AwsAccess } from '../aws/clients.ts';
import { createCodePipelineClients } from '../aws/clients.ts';
import { createJobService } from '../aws/job-service.ts';
import { createSystemClock } from '../platform/clock.ts';
import { lockDataFolder } from '../store/agent-lock.ts';
import { createAuditLog } from '../store/audit-log.ts';
import { createClientStore } from '../store/client-store.ts';
import { openStore } from '../store/open-store.ts';
import { createRunLedger } from '../store/run-ledger.ts';
import { createRunReader } from '../store/run-reader.ts';
import { createCipher } from '../vault/cipher.ts';
import type { KeyHandle } from '../vault/key-handle.ts';
import { compileAgentSettings, type WrittenSettings } from './agent-settings.ts';
import { runIdOf } from './run-id.ts';
import { watchOtherProcesses } from './other-processes.ts';
import type { ActReport, Runtime, RuntimeEvent, TokenKeeping } from './runtime.ts';

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
  prepare?: (runtime: Pick<Runtime, 'addClient'>) => Promise<void>;
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
    const lock = lockDataFolder(options.dataDir, { nativeBinding: options.nativeBinding });
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
    const clock = createSystemClock();
    const agent = createAgent(compileAgentSettings(options.settings), {
      jobs: createJobService(awsClients),
      ledger,
      tokens: clients,
      clock,
      log,
      random: Math.random,
      newRunId: runIdOf,
      onCellsChanged: () => emit({ kind: 'cells-changed' }),
    });

    const addClient: Runtime['addClient'] = async (client) => {
      const clientId = asClientId(client.clientId);
      const added = clients.add(
        { clientId, label: client.label, token: new Secret(client.token) },
        clock.now(),
      );
      await db.flush();
      emit({ kind: 'clients-changed' });
      return { client: added, releasedRuns: await agent.tokensChanged(clientId) };
    };

    const audit = createAuditLog(db);
    /** Written after the state was read back; the subject is a run or client id. */
    const record = (
      act: string,
      subject: string,
      outcome: ActReport['outcome'],
      before: string,
      after: string,
    ): void => {
      const entry = { at: clock.now(), who: userInfo().username, act, subject, outcome, before, after };
      try {
        audit.record({ ...entry, reason: null });
      } catch (thrown) {
        // The act is done: that it could not be written down must not make it look undone.
        log('error', 'audit-not-written', { ...entry, message: toActionDeskError(thrown).message });
      }
    };

    await options.prepare?.({ addClient });
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

    return {
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
      async act(runId, act) {
        const end = await agent.act(asRunId(runId), act);
        record(act.kind, runId, end.outcome, end.before, end.after);
        return end;
      },
      listClients: () => Promise.resolve({ clients: clients.list(), unmatched: reader.unmatchedClients() }),
      async addClient(client) {
        const before = clients.list().some(({ clientId }) => clientId === client.clientId)
          ? 'known'
          : 'unknown';
        const added = await addClient(client);
        record('add client', client.clientId, 'took-effect', before, 'known');
        return added;
      },
      removeClient(clientId) {
        const removed = clients.remove(asClientId(clientId));
        record(
          'remove client',
          clientId,
          removed ? 'took-effect' : 'no-effect',
          removed ? 'known' : 'unknown',
          'unknown',
        );
        emit({ kind: 'clients-changed' });
        return Promise.resolve(removed);
      },
      cells: () => agent.cells(),
      control: (action, keys) => agent.control(action, keys),
      wake() {
        const awake = agent.cells().filter((cell) => cell.mode !== 'paused');
        if (awake.length > 0)
          agent.control(
            'poll-now',
            awake.map((cell) => cell.key),
          );
      },
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      async close(drainMs) {
        await agent.drain(drainMs);
        await closeAll();
        listeners.clear();
      },
    };
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
