import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { projectFolder } from '#test/support/electron-path.ts';

/** In the project, so that the native SQLite package is found from there. */
const outDir = join(projectFolder, 'node_modules', '.cache', 'action-desk', 'crash');

/** The agent under test as one file, which starts five times as fast as the sources: thousands are started. */
export interface AgentBundle {
  readonly file: string;
  /** Where Node keeps what it compiled. */
  readonly cacheDir: string;
  remove(): Promise<void>;
}

/** Bundles `agent-under-test.ts`. Each process that asks gets a file of its own. */
export async function bundleAgentUnderTest(): Promise<AgentBundle> {
  const name = `agent-${process.pid}`;
  const file = join(outDir, `${name}.mjs`);
  const cacheDir = join(outDir, `${name}-compiled`);
  await build({
    root: projectFolder,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: join(projectFolder, 'test/crash/agent-under-test.ts'),
      outDir,
      emptyOutDir: false,
      copyPublicDir: false,
      rolldownOptions: { external: ['better-sqlite3'], output: { entryFileNames: `${name}.mjs` } },
    },
  });
  return {
    file,
    cacheDir,
    async remove() {
      for (const path of [file, cacheDir]) await rm(path, { recursive: true, force: true });
    },
  };
}
