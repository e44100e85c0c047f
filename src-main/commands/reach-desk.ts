import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ActionDeskError, type ErrorCode } from '#shared/domain/errors.ts';
import { createCommandSession, type CommandDesk } from '../compose/answer-command.ts';
import {
  COMMANDS,
  COMMAND_VERSION,
  commandAnswerSchema,
  type CommandChannel,
  type CommandRequest,
  type CommandResponse,
} from '../compose/command-contract.ts';
import { mendedSentence } from '../compose/mended-sentence.ts';
import { createStoredDesk } from '../compose/stored-desk.ts';
import { loadAgentConfig } from '../config/agent-config.ts';
import { connectLocally, type LocalConnection } from '../platform/local-socket-client.ts';
import { osUser } from '../platform/os-user.ts';
import { lockDataFolder, type DataFolderLock } from '../store/agent-lock.ts';
import { canBeRebuilt, openKeptLedger } from '../store/open-kept-ledger.ts';
import type { StoreDatabase } from '../store/open-database.ts';
import { DATABASE_FILE, openStore } from '../store/open-store.ts';
import { createSessionKey } from '../vault/session-key.ts';
import type { CommandContext } from './command-context.ts';
import {
  dataFolderOf,
  existingKey,
  keyForWriting,
  type DataFolder,
  type FolderFlags,
} from './data-folder.ts';

/** Beyond what an act may need: a claim and a result of 15 s each, tried again. */
const ACT_TIMEOUT_MS = 180_000;
const READ_TIMEOUT_MS = 60_000;
/** An agent that has just begun opens its socket after it has taken up what was left. */
const STARTING_MS = 5_000;
const LOOK_EVERY_MS = 100;
const DRAIN_MS = 10_000;

/**
 * What a command needs of a data folder: `read` its ledger, `change` what is in it, `make` it where it is not there (change
 * with a key), or `act` on a run, which needs an agent.
 */
export type Need = 'read' | 'change' | 'make' | 'act';

/** Whoever answers for a data folder: the agent that works there, or this process. Throws ActionDeskError. */
export interface ReachedDesk {
  ask<C extends CommandChannel>(channel: C, payload: CommandRequest<C>): Promise<CommandResponse<C>>;
}

/** What a protected environment asks for: a reason, and the name typed out. */
interface Given {
  reason?: string;
  confirm?: string;
}

function deskOver(send: (message: unknown) => Promise<unknown>, given: Given): ReachedDesk {
  const by = {
    who: `${osUser()} (command line)`,
    reason: given.reason ?? null,
    typedName: given.confirm,
  };
  return {
    async ask(channel, payload) {
      const answer = commandAnswerSchema.safeParse(
        await send({ version: COMMAND_VERSION, channel, payload, by }),
      );
      if (!answer.success) {
        throw new ActionDeskError(
          'internal',
          'The agent in this data folder answers in words of another version: use its own command line.',
        );
      }
      if (answer.data.ok)
        return COMMANDS[channel].response.parse(answer.data.value) as CommandResponse<typeof channel>;
      const { code, message, retryable } = answer.data.error;
      throw new ActionDeskError(code as ErrorCode, message, { retryable });
    },
  };
}

const isInUse = (thrown: unknown): boolean =>
  thrown instanceof ActionDeskError && thrown.code === 'data-folder-in-use';

/** The agent's socket, or the lock of a folder in which no agent works. Waits for an agent that is on its way up. */
async function socketOrLock(dir: string): Promise<{ socket: LocalConnection } | { lock: DataFolderLock }> {
  const until = performance.now() + STARTING_MS;
  for (;;) {
    const socket = await connectLocally(dir);
    if (socket) return { socket };
    try {
      return { lock: lockDataFolder(dir) };
    } catch (thrown) {
      if (!isInUse(thrown)) throw thrown;
      if (performance.now() >= until) {
        throw new ActionDeskError(
          'data-folder-in-use',
          `Another process works in ${dir} and takes no commands: try again when it has ended.`,
        );
      }
    }
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
  }
}

/** Whoever may write mends a damaged ledger, as an agent does, and says so; others read it as it is. */
async function openLedger(dir: string, need: Need, context: CommandContext): Promise<StoreDatabase> {
  if (need === 'read' || need === 'act') return openStore(dir);
  const { db, mended } = await openKeptLedger(dir, {}, context.now());
  if (mended) context.err(`${mendedSentence(mended)}\n`);
  return db;
}

/** Nobody who has no lock makes an empty ledger in the place of one that was there. */
function refuseWithoutLedger(dir: string, mends: boolean): void {
  const found = statSync(join(dir, DATABASE_FILE), { throwIfNoEntry: false });
  if (found && (found.size > 0 || !canBeRebuilt(dir))) return;
  if (!canBeRebuilt(dir)) throw new ActionDeskError('invalid-input', `--data: there is no ledger in ${dir}.`);
  if (mends) return;
  const sentence = `The ledger in ${dir} is gone: start its agent, which rebuilds it from what is left beside it.`;
  throw new ActionDeskError('store-damaged', sentence);
}

async function withStored<T>(
  folder: DataFolder,
  need: Need,
  context: CommandContext,
  work: (desk: CommandDesk) => Promise<T>,
): Promise<T> {
  const key = need === 'make' ? keyForWriting(folder) : existingKey(folder);
  const db = await openLedger(folder.dir, need, context);
  try {
    return await work(createStoredDesk(db, key ?? createSessionKey(), () => context.now()));
  } finally {
    db.close();
  }
}

/** An agent for one act: what an earlier one left is taken up too, nothing is polled. */
async function withAgent<T>(
  dir: string,
  configFile: string,
  work: (desk: CommandDesk) => Promise<T>,
): Promise<T> {
  const [{ startConfiguredAgent }, { actByHand, bulkByHand }] = await Promise.all([
    import('../compose/configured-agent.ts'),
    import('../compose/act-by-hand.ts'),
  ]);
  const config = loadAgentConfig(resolve(configFile));
  const runtime = await startConfiguredAgent({ config, dataDir: dir, log: () => undefined, paused: true });
  try {
    return await work({ ...runtime, act: actByHand(runtime), bulk: bulkByHand(runtime) });
  } finally {
    await runtime.close(DRAIN_MS);
  }
}

/**
 * Reaches whoever answers for a data folder and runs `work` with it. An agent or a window that works there is asked through
 * its local socket; else this process opens the ledger, with the folder's lock where it changes something. An act without an
 * agent needs `--config`: one is started for it. Throws `data-folder-in-use` where somebody works there and does not answer.
 */
export async function withDesk<T>(
  flags: FolderFlags & Given,
  need: Need,
  context: CommandContext,
  work: (desk: ReachedDesk) => Promise<T>,
): Promise<T> {
  const folder = dataFolderOf(flags);
  const { dir } = folder;
  const here = (desk: CommandDesk): Promise<T> =>
    work(
      deskOver(
        createCommandSession(desk, () => undefined),
        flags,
      ),
    );
  const over = async (socket: LocalConnection): Promise<T> => {
    const timeoutMs = need === 'read' ? READ_TIMEOUT_MS : ACT_TIMEOUT_MS;
    try {
      return await work(deskOver((message) => socket.ask(message, timeoutMs), flags));
    } finally {
      socket.close();
    }
  };
  const socket = await connectLocally(dir);
  if (socket) return over(socket);
  const mends = need === 'change' || (need === 'act' && flags.config !== undefined);
  if (need !== 'make') refuseWithoutLedger(dir, mends);
  // Before the folder is touched: a vault that cannot be used must leave no trace.
  if (need === 'make') keyForWriting(folder);
  const found = await socketOrLock(dir);
  if ('socket' in found) return over(found.socket);
  if (need === 'read' || need === 'act') found.lock.release();
  if (need === 'act' && flags.config !== undefined) return withAgent(dir, flags.config, here);
  try {
    return await withStored(folder, need, context, here);
  } finally {
    found.lock.release();
  }
}
