import { setImmediate as nextTurn } from 'node:timers/promises';
import { readClients, type FieldNames } from '#main/client-files/client-file.ts';
import type { Actor, PlainClient, Runtime } from '#main/compose/runtime.ts';
import {
  CLIENT_VERDICTS,
  type ClientImportProgress,
  type ClientImportRow,
  type ClientVerdict,
} from '#shared/domain/client-import.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';

/** Parsed in one turn of the event loop: a few milliseconds. */
const PARSED_AT_ONCE = 200;
/** A window has one open; more are left over from pages that are gone. */
const MOST_OPEN = 3;

type Counts = Record<ClientVerdict, number>;

interface OpenImport {
  progress: ClientImportProgress;
  /** Ends reading and writing down. */
  readonly abort: AbortController;
  readonly runtime: Runtime;
  rows: readonly ClientImportRow[];
  /** What is to be taken: new ones, and those that replace. Tokens in plain text, in this process only. */
  clients: readonly PlainClient[];
}

/** The imports that the window prepares: read, compared, shown, and then taken or left. Throw ActionDeskError. */
export interface ClientImports {
  /** Reads in slices, so that the agent goes on meanwhile. Throws `invalid-input` where the text as a whole makes no sense. */
  open(id: string, runtime: Runtime, text: string, names: FieldNames, label?: string): Promise<Counts>;
  rows(
    id: string,
    verdict: ClientVerdict | null,
    page: number,
    pageSize: number,
  ): { rows: ClientImportRow[]; total: number };
  progress(id: string): ClientImportProgress;
  /** Throws `not-allowed-now` for bad entries without `skipBad`, for a second try, and when it was closed meanwhile. */
  take(
    id: string,
    skipBad: boolean,
    by?: Actor,
  ): Promise<{ added: number; replaced: number; releasedRuns: number }>;
  /** Unknown ids are fine: the page may close what was never opened. */
  close(id: string): void;
}

export function createClientImports(): ClientImports {
  const open = new Map<string, OpenImport>();

  const found = (id: string): OpenImport => {
    const session = open.get(id);
    if (!session) throw new ActionDeskError('not-found', 'This import is over: open the file again.');
    return session;
  };
  const close = (id: string): void => {
    open.get(id)?.abort.abort();
    open.delete(id);
  };

  async function read(session: OpenImport, text: string, names: FieldNames, label?: string): Promise<void> {
    const rows: ClientImportRow[] = [];
    const good: { client: PlainClient; row: number }[] = [];
    for (const { place, client, problem } of readClients(text, names, label)) {
      if (client) good.push({ client, row: rows.length });
      rows.push({
        ...{ place, verdict: client ? 'new' : 'bad', labelBefore: null, problem },
        ...{ clientId: client?.clientId ?? null, label: client?.label ?? null },
      });
      if (rows.length % PARSED_AT_ONCE > 0) continue;
      session.progress = { phase: 'reading', done: rows.length, total: 0 };
      await nextTurn();
      if (session.abort.signal.aborted)
        throw new ActionDeskError('not-allowed-now', 'The import was cancelled.');
    }
    if (rows.length === 0) throw new ActionDeskError('invalid-input', 'There is no client in it.');
    const compared = await session.runtime.compareClients(
      good.map(({ client }) => client),
      session.abort.signal,
    );
    const clients: PlainClient[] = [];
    compared.forEach(({ verdict, labelBefore }, at) => {
      const entry = good[at];
      const row = entry && rows[entry.row];
      if (!entry || !row) return;
      rows[entry.row] = {
        ...row,
        verdict,
        labelBefore: labelBefore === row.label ? null : labelBefore,
      };
      if (verdict !== 'same') clients.push(entry.client);
    });
    Object.assign(session, { rows, clients });
    session.progress = { phase: 'ready', done: 0, total: clients.length };
  }

  return {
    close,
    async open(id, runtime, text, names, label) {
      close(id);
      for (const oldest of [...open.keys()].slice(0, Math.max(0, open.size - MOST_OPEN + 1))) close(oldest);
      const session: OpenImport = {
        progress: { phase: 'reading', done: 0, total: 0 },
        abort: new AbortController(),
        runtime,
        rows: [],
        clients: [],
      };
      open.set(id, session);
      try {
        await read(session, text, names, label);
      } catch (thrown) {
        close(id);
        throw thrown;
      }
      const counts = Object.fromEntries(CLIENT_VERDICTS.map((verdict) => [verdict, 0])) as Counts;
      for (const { verdict } of session.rows) counts[verdict] += 1;
      return counts;
    },
    rows(id, verdict, page, pageSize) {
      const { rows } = found(id);
      const shown = verdict === null ? rows : rows.filter((row) => row.verdict === verdict);
      return { rows: shown.slice((page - 1) * pageSize, page * pageSize), total: shown.length };
    },
    progress: (id) => open.get(id)?.progress ?? { phase: 'ended', done: 0, total: 0 },
    async take(id, skipBad, by) {
      const session = found(id);
      if (session.progress.phase !== 'ready')
        throw new ActionDeskError('not-allowed-now', 'This import is under way.');
      const bad = session.rows.filter(({ verdict }) => verdict === 'bad').length;
      if (bad > 0 && !skipBad)
        throw new ActionDeskError('not-allowed-now', `${bad} entries cannot be taken: nothing was changed.`);
      session.progress = { phase: 'staging', done: 0, total: session.clients.length };
      try {
        return await session.runtime.importClients(session.clients, by, {
          signal: session.abort.signal,
          onProgress: (phase, done, total) => {
            session.progress = { phase, done, total };
          },
        });
      } finally {
        close(id);
      }
    },
  };
}
