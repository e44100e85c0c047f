import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { resolve } from 'node:path';
import { thirdPartyPlugin } from './scripts/build/third-party.ts';

const at = (path: string): string => resolve(import.meta.dirname, path);

/**
 * Three bundles: main process and command line as ES modules, the preload as one CommonJS file (a sandboxed
 * preload can be nothing else), the renderer. Everything is bundled but the native SQLite package, so that a
 * release ships `out/` and that package only. The targets fit both the official and the fallback Electron.
 */
export default defineConfig({
  main: {
    plugins: [thirdPartyPlugin(at('.'), ['better-sqlite3'])],
    build: {
      outDir: 'out/main',
      target: 'node20',
      sourcemap: true,
      externalizeDeps: false,
      rolldownOptions: {
        input: { main: at('src-main/main.ts'), cli: at('src-main/cli.ts') },
        external: ['better-sqlite3'],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    plugins: [thirdPartyPlugin(at('.'))],
    build: {
      outDir: 'out/preload',
      target: 'node20',
      sourcemap: true,
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: at('src-main/preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: at('src-renderer'),
    plugins: [react(), thirdPartyPlugin(at('.'))],
    build: {
      outDir: at('out/renderer'),
      target: 'chrome130',
      sourcemap: true,
      // The content security policy knows neither inline code nor data: scripts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: at('src-renderer/index.html') },
    },
  },
});
