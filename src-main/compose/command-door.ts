import { toActionDeskError } from '#shared/domain/errors.ts';
import type { Log } from '../agent/ports.ts';
import { listenLocally } from '../platform/local-socket-server.ts';
import { createCommandSession, refusal, type CommandDesk } from './answer-command.ts';

/** A command asks within moments or is not ours. */
const IDLE_MS = 30_000;

/** The way in for the command line, while an agent has the data folder. */
export interface CommandDoor {
  /** From now on only reads are answered; resolves when what was under way has ended, or after `ms`. */
  drain(ms: number): Promise<void>;
  close(): Promise<void>;
}

const READS = new Set([
  ...['runs.list', 'runs.get', 'runs.read', 'clients.list', 'clients.unmatched'],
  ...['bulk.preview', 'bulk.get', 'bulk.rows', 'holds.list'],
  ...['artifacts.page', 'artifacts.versions', 'artifacts.open', 'artifacts.bytes'],
]);

function channelOf(message: unknown): string {
  return typeof message === 'object' && message !== null && 'channel' in message
    ? String(message.channel)
    : '';
}

/**
 * Opens the local socket of a data folder for commands of this user. An agent goes on without one where the system allows
 * none; the log says so.
 */
export async function openCommandDoor(dataDir: string, desk: CommandDesk, log: Log): Promise<CommandDoor> {
  const underWay = new Set<Promise<unknown>>();
  let draining = false;
  const openSession = () => {
    const answer = createCommandSession(desk, log);
    return async (message: unknown): Promise<unknown> => {
      if (draining && !READS.has(channelOf(message)))
        return refusal('unreachable', 'The agent is ending and takes no more commands: try again.', true);
      const work = answer(message);
      underWay.add(work);
      try {
        return await work;
      } finally {
        underWay.delete(work);
      }
    };
  };
  const server = await listenLocally({
    dataDir,
    openSession,
    refuseLine: (why) => refusal('invalid-input', why),
    idleMs: IDLE_MS,
  }).catch((thrown: unknown) => {
    log('warn', 'no-command-socket', { message: toActionDeskError(thrown).message });
    return null;
  });
  return {
    async drain(ms) {
      draining = true;
      const timeout = new Promise<void>((resolve) => setTimeout(resolve, ms).unref());
      await Promise.race([Promise.allSettled(underWay), timeout]);
    },
    close: () => server?.close() ?? Promise.resolve(),
  };
}
