import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import type { DATA_FOLDERS } from '#shared/ipc/areas/about.ts';
import type { Handlers } from '../answer-request.ts';
import { diagnosticsText } from '../diagnostics.ts';
import type { EnvironmentFile } from '../environment-file.ts';
import type { RuntimeHost } from '#main/compose/runtime-host.ts';
import { environmentViews } from './environments.ts';

type DataFolder = (typeof DATA_FOLDERS)[number];

/** What runs here. `openFolder` answers the system's sentence where it fails, else an empty text. */
export function aboutHandlers(
  host: RuntimeHost,
  file: EnvironmentFile,
  userData: string,
  version: string,
  openFolder: (path: string) => Promise<string>,
): Pick<Handlers, 'about.read' | 'about.openFolder'> {
  const { electron = 'none', chrome = 'none', node } = process.versions;
  const versions = [
    { name: 'Action Desk', version },
    { name: 'Electron', version: electron },
    { name: 'Chromium', version: chrome },
    { name: 'Node.js', version: node },
  ];
  const system = `${process.platform} ${release()} ${process.arch}, ${cpus().length} processors, ${Math.round(totalmem() / 2 ** 30)} GiB of memory`;
  const pathOf = (folder: DataFolder): string => {
    if (folder === 'data') return userData;
    return folder === 'logs' ? join(userData, 'logs') : join(userData, 'environments', host.environment());
  };
  return {
    'about.read': async () => {
      const startProblem = await host.startProblem();
      return {
        versions,
        licence: 'MIT licence',
        folders: (['data', 'environment', 'logs'] as const).map((folder) => ({
          folder,
          path: pathOf(folder),
        })),
        diagnostics: await diagnosticsText({
          at: Date.now(),
          versions,
          system,
          environments: environmentViews(host, file),
          startProblem,
          runtime: startProblem === null ? await host.runtime() : null,
        }),
      };
    },
    'about.openFolder': async ({ folder }) => ({ problem: (await openFolder(pathOf(folder))) || null }),
  };
}
