import { app } from 'electron';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { registerAppScheme } from './electron/app-protocol.ts';
import { reportCrashes } from './electron/crash-report.ts';
import { openDesk } from './electron/desk.ts';
import { openFileLog } from './electron/file-log.ts';
import { readSwitches } from './electron/switches.ts';
import { chooseUserData } from './electron/user-data.ts';

const switches = readSwitches(process.argv, process.env);
const userData = chooseUserData(switches);
const log = openFileLog(join(userData, 'logs', 'action-desk.log'));
let endAfterFault = (): void => app.exit(1);

registerAppScheme();
reportCrashes(log, switches.attended, () => endAfterFault());
// The reader of standard output may go away; the console stays.
process.stdout.on('error', () => undefined);

if (app.requestSingleInstanceLock()) {
  log('info', 'starting', { version: app.getVersion(), electron: process.versions.electron });
  openDesk({
    switches,
    userData,
    outFolder: join(dirname(fileURLToPath(import.meta.url)), '..'),
    log,
    // Loaded when needed: practising needs no credential providers, and real work no simulator.
    starts: {
      practice: async (options) => (await import('./compose/practice.ts')).startPractice(options),
      live: async (options) => (await import('./compose/live.ts')).startLive(options),
    },
    tryProcessor: async (order) => (await import('./compose/live.ts')).tryProcessor(order),
    noteForLater: async (dataDir, note) =>
      (await import('./compose/audit-later.ts')).noteForLater(dataDir, note),
    testConnection: async (environment, turn) =>
      (await import('./compose/live.ts')).testConnection(environment, turn),
  }).then(
    (lifecycle) => {
      endAfterFault = () => lifecycle.exit(1);
    },
    (error: unknown) => {
      // Not to be caught here: the crash report says it and ends the process.
      setImmediate(() => {
        throw error;
      });
    },
  );
} else {
  process.stderr.write('Action Desk is open already: its window was brought to the front.\n');
  app.exit(switches.untilDone ? 3 : 0);
}
