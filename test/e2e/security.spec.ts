import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { launchDesk, type LaunchedDesk } from '../support/launch-desk.ts';

let desk: LaunchedDesk;
let outside: Server;
let outsideUrl: string;
const outsideRequests: string[] = [];

test.beforeAll(async () => {
  outside = createServer((request, response) => {
    outsideRequests.push(request.url ?? '');
    response.end('<title>outside</title>');
  });
  await new Promise<void>((resolve) => void outside.listen(0, '127.0.0.1', resolve));
  outsideUrl = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;
  desk = await launchDesk();
  await desk.page.getByTestId('runs-table').waitFor();
});
test.afterAll(async () => {
  await desk.close();
  outside.closeAllConnections();
  outside.close();
});

/** Runs an expression in the page; its types are not known in this project, which has no DOM. */
const inPage = <T>(expression: string): Promise<T> => desk.page.evaluate<T>(expression);

test('every page of the console stays within the content security policy', async () => {
  for (const name of ['clients', 'agent', 'settings', 'runs']) {
    await desk.page.getByTestId(`nav-${name}`).click();
    await expect.poll(() => inPage<string>('location.hash')).toBe(`#/${name}`);
  }
  await desk.page.locator('[data-testid^="run-row-"]').first().waitFor();
  const runId = await inPage<string>(
    `document.querySelector('[data-testid^="run-row-"]').dataset.testid.replace('run-row-', '')`,
  );
  await inPage(`location.hash = '#/runs/' + encodeURIComponent(${JSON.stringify(runId)}); null`);
  await desk.page.getByTestId('run-detail').waitFor();
  await inPage(`location.hash = '#/runs'; null`);
  await desk.page.getByTestId('runs-table').waitFor();
  expect(desk.violations).toEqual([]);
});

test('the policy allows no inline code, no evaluation and no address but our own', async () => {
  const policy = await inPage<string>(
    `fetch('app://desk/index.html').then((answer) => answer.headers.get('content-security-policy'))`,
  );
  expect(policy).not.toContain('unsafe');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("require-trusted-types-for 'script'");
  const outcome = await inPage<string>(`new Promise((resolve) => {
    addEventListener('securitypolicyviolation', (event) => resolve(event.violatedDirective), { once: true });
    const script = document.createElement('img');
    script.src = ${JSON.stringify(outsideUrl)} + '/image.png';
    document.body.append(script);
  })`);
  expect(outcome).toBe('img-src');
  await expect(inPage(`fetch(${JSON.stringify(outsideUrl)}).then(() => 'read')`)).rejects.toThrow();
  expect(outsideRequests).toEqual([]);
});

test('the window is sandboxed, isolated and without Node', async () => {
  const preferences = await desk.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => {
      const contents = window.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
      return contents.getLastWebPreferences();
    }),
  );
  expect(preferences).toHaveLength(1);
  expect(preferences[0]).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
  });
  // Electron leaves these out where they are off.
  for (const name of ['nodeIntegrationInWorker', 'allowRunningInsecureContent', 'experimentalFeatures']) {
    expect(preferences[0]?.[name] ?? false).toBe(false);
  }
  const globals = `['require', 'process', 'module', 'Buffer', 'global', '__dirname', 'electron', 'ipcRenderer']`;
  expect(await inPage(`${globals}.filter((name) => name in window)`)).toEqual([]);
});

test('the bridge is two functions that cannot be replaced', async () => {
  expect(
    await inPage(
      `Object.getOwnPropertyNames(window.actionDesk).sort().map((name) => name + ':' + typeof actionDesk[name])`,
    ),
  ).toEqual(['on:function', 'request:function']);
  await inPage(`(() => { try { window.actionDesk.request = () => 'mine'; } catch {} return null; })()`);
  await inPage(`(() => { try { window.actionDesk = null; } catch {} return null; })()`);
  expect(await inPage(`window.actionDesk.request('app.info', null).then((answer) => answer.ok)`)).toBe(true);
});

test('the bridge knows no channel but the listed ones, and hands no events of Electron over', async () => {
  expect(await inPage(`actionDesk.request('app.quit', null)`)).toMatchObject({
    ok: false,
    error: { code: 'invalid-input' },
  });
  expect(await inPage(`actionDesk.request('runs.get', { id: '' })`)).toMatchObject({
    ok: false,
    error: { code: 'invalid-input' },
  });
  const received = inPage<unknown[]>(`new Promise((resolve) => {
    const end = actionDesk.on('agent:changed', (...details) => { end(); resolve(details); });
  })`);
  expect(await received).toEqual([{}]);
});

test('a frame of another origin gets nothing', async () => {
  const bridged = await inPage<boolean>(`new Promise((resolve) => {
    const frame = document.createElement('iframe');
    frame.src = 'about:blank';
    document.body.append(frame);
    setTimeout(() => { resolve('actionDesk' in (frame.contentWindow ?? {})); frame.remove(); }, 0);
  })`);
  expect(bridged).toBe(false);
});

test('the gate refuses another window, even with our preload script', async () => {
  const answer = await desk.app.evaluate(
    async ({ BrowserWindow }, preload) => {
      const foreign = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
      await foreign.loadURL('about:blank');
      const envelope: unknown = await foreign.webContents.executeJavaScript(
        `actionDesk.request('app.info', null)`,
      );
      foreign.destroy();
      return envelope;
    },
    join(process.cwd(), 'out/preload/preload.cjs'),
  );
  expect(answer).toMatchObject({ ok: false, error: { code: 'refused-sender' } });
});

test('the window goes nowhere else and opens no other', async () => {
  const before = await inPage<string>('location.href');
  expect(await inPage(`window.open(${JSON.stringify(outsideUrl)}) === null`)).toBe(true);
  expect(await inPage(`window.open('app://desk/index.html') === null`)).toBe(true);
  const log = () => readFileSync(join(desk.userData, 'logs/action-desk.log'), 'utf8');
  for (const target of [
    `${outsideUrl}/away`,
    'app://desk/assets/',
    'data:text/html,x',
    'file:///etc/passwd',
  ]) {
    await inPage(`location.assign(${JSON.stringify(target)}); null`);
    // Chromium itself refuses the last two before Electron asks.
    if (!/^(data|file):/.test(target))
      await expect.poll(log).toContain(`"navigation denied","url":"${target}"`);
    expect(await inPage<string>('location.href')).toBe(before);
  }
  await inPage(`(() => {
    const link = Object.assign(document.createElement('a'), { href: ${JSON.stringify(outsideUrl)}, target: '_blank' });
    document.body.append(link);
    link.click();
    link.remove();
    return null;
  })()`);
  expect(await inPage('actionDesk.request("agent.cells", null).then(({ ok }) => ok)')).toBe(true);
  expect(await inPage<string>('location.href')).toBe(before);
  expect(desk.app.windows()).toHaveLength(1);
  expect(outsideRequests).toEqual([]);
});

test('no permission is granted', async () => {
  const states = await inPage<string[]>(`Promise.all(
    ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'].map((name) =>
      navigator.permissions.query({ name }).then(({ state }) => state, () => 'unknown')))`);
  expect(states.filter((state) => state === 'granted')).toEqual([]);
  expect(await inPage(`Notification.requestPermission()`)).toBe('denied');
  const media = `navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'granted', ({ name }) => name)`;
  expect(await inPage(media)).not.toBe('granted');
});

for (const [address, status] of [
  ['app://desk/index.html', 200],
  ['app://desk/missing.js', 404],
  ['app://desk/%2e%2e%2f%2e%2e%2fpackage.json', 403],
  ['app://desk/..%5c..%5cpackage.json', 403],
  ['app://desk/assets/%2e%2e%2f%2e%2e%2fmain/main.js', 403],
  ['app://desk/%00index.html', 403],
  ['app://desk/%252e%252e/main/main.js', 403],
  ['app://desk//etc/passwd', 403],
  ['app://desk/../main/main.js', 404],
] as const) {
  test(`${address} answers ${status}`, async () => {
    expect(await inPage(`fetch(${JSON.stringify(address)}).then((answer) => answer.status)`)).toBe(status);
  });
}

test('the user-data folder and its log are closed to others', () => {
  expect(statSync(desk.userData).mode & 0o077).toBe(0);
  expect(statSync(join(desk.userData, 'logs/action-desk.log')).mode & 0o077).toBe(0);
  expect(statSync(join(desk.userData, 'environments/practice')).mode & 0o077).toBe(0);
});
