import { protocol } from 'electron';
import { readFile } from 'node:fs/promises';
import type { Log } from '#main/agent/ports.ts';
import { assetType, findAsset } from './asset-path.ts';

const SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const HEADERS = {
  'Content-Security-Policy': SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
};

/** Makes `app:` a standard, secure scheme with a code cache. Must run before the application is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built renderer below `root` under `app://desk/`: 403 for what may not be asked for, 404 for what is not there. */
export function serveApp(root: string, log: Log): void {
  const refusal = (status: number) => new Response(null, { status, headers: HEADERS });
  protocol.handle('app', async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405);
    const asset = await findAsset(root, request.url);
    if (asset.found === null) {
      log('warn', 'asset refused', { url: request.url.slice(0, 200), why: asset.why });
      return refusal(asset.why === 'refused' ? 403 : 404);
    }
    try {
      const bytes = await readFile(asset.found);
      return new Response(new Uint8Array(bytes), {
        headers: { ...HEADERS, 'Content-Type': assetType(asset.found) },
      });
    } catch {
      return refusal(404);
    }
  });
}
