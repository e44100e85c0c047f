import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { projectFolder } from '#test/support/electron-path.ts';

/** In the project, so that the native SQLite package is found from there. */
const home = join(projectFolder, 'node_modules', '.cache', 'action-desk', 'crash');

/** The agent under test as one file, which starts five times as fast as the sources: thousands are started. */
export interface AgentBundle {
  readonly file: string;
  /** Where Node keeps what it compiled. */
  readonly cacheDir: string;
  remove(): Promise<void>;
}

/** Bundles `agent-under-test.ts`. Each process that asks gets a folder of its own. */
export async function bundleAgentUnderTest(): Promise<AgentBundle> {
  const outDir = join(home, `agent-${process.pid}`);
  const file = join(outDir, 'agent.mjs');
  await build({
    root: projectFolder,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: join(projectFolder, 'test/crash/agent-under-test.ts'),
      outDir,
      emptyOutDir: true,
      copyPublicDir: false,
      rolldownOptions: { external: ['better-sqlite3'], output: { entryFileNames: 'agent.mjs' } },
    },
  });
  return {
    file,
    cacheDir: join(outDir, 'compiled'),
    remove: () => rm(outDir, { recursive: true, force: true, maxRetries: 10 }),
  };
}
