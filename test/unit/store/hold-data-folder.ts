import { lockDataFolder } from '#main/store/agent-lock.ts';
import { openStore } from '#main/store/open-store.ts';
import { createRunLedger } from '#main/store/run-ledger.ts';
import { aSeenJob, NOW, runId, SUCCESS } from './stored-values.ts';

/*
 * A process of its own that tests kill: holds a data folder's lock, leaves a written result behind, says `ready`, and
 * stays until it is killed.
 */
const dir = process.argv[2] ?? '';
lockDataFolder(dir);
const db = await openStore(dir);
const ledger = createRunLedger(db, { onRunChanged: () => undefined });
await ledger.jobSeen(aSeenJob('job-1'), runId('a'));
await ledger.apply(runId('a'), 'claim-started', {}, NOW, []);
await ledger.apply(runId('a'), 'claimed-by-agent', {}, NOW, []);
await ledger.writeResult(runId('a'), SUCCESS, {}, NOW, []);
process.stdout.write('ready\n');
setInterval(() => undefined, 1000);
