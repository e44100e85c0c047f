import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { toActionDeskError } from '#shared/domain/errors.ts';
import type { Log } from '../agent/ports.ts';
import { createAuditLog } from '../store/audit-log.ts';
import type { StoreDatabase } from '../store/open-database.ts';

const FILE = 'audit-later.jsonl';

const noteSchema = z.strictObject({
  at: z.number(),
  who: z.string(),
  act: z.string(),
  subject: z.string(),
  outcome: z.string(),
  reason: z.string().nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
/** An entry of the audit before it has a place in a ledger. */
export type AuditNote = z.infer<typeof noteSchema>;

/**
 * Writes down what was done to an environment that is not at work: its ledger is closed, and takes the note in when it is
 * opened. The line is on the disk when the promise resolves.
 */
export async function noteForLater(dataDir: string, note: AuditNote): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await appendFile(join(dataDir, FILE), `${JSON.stringify(note)}\n`, { mode: 0o600, flush: true });
}

/**
 * Takes the notes that wait in the data folder into its audit, each once, also where an earlier start ended half-way. Never
 * throws: an agent has to start without them too.
 */
export async function takeNotes(dataDir: string, db: StoreDatabase, log: Log): Promise<void> {
  const file = join(dataDir, FILE);
  try {
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (text === null) return;
    const audit = createAuditLog(db);
    for (const line of text.split('\n').filter(Boolean)) {
      const note = readNote(line);
      if (!note) log('error', 'audit-note-damaged', { line: line.slice(0, 200) });
      else if (!audit.has(note)) audit.record(note);
    }
    await db.flush();
    await rm(file);
  } catch (thrown) {
    log('error', 'audit-notes-not-taken', { message: toActionDeskError(thrown).message });
  }
}

function readNote(line: string): AuditNote | null {
  try {
    return noteSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
