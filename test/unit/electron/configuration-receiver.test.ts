import { createServer, request } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createConfigurationReceiver } from '#main/electron/configuration-receiver.ts';

interface Told {
  status: number;
  location: string | undefined;
  text: string;
}

function send(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
) {
  return new Promise<Told>((done, fail) => {
    const { method = 'GET', headers = {}, body } = options;
    const sent = request(url, { method, headers }, (response) => {
      let text = '';
      response.on('data', (part: Buffer) => (text += part.toString()));
      response.on('end', () =>
        done({ status: response.statusCode ?? 0, location: response.headers.location, text }),
      );
      response.on('error', fail);
    });
    sent.on('error', fail);
    sent.end(body);
  });
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };

function aReceiver(take = true) {
  const taken: string[] = [];
  const seen = { changes: 0 };
  const receiver = createConfigurationReceiver({
    take: (text) => {
      taken.push(text);
      return take;
    },
    onChanged: () => (seen.changes += 1),
    now: () => 1000,
  });
  onTestFinished(() => receiver.close());
  return { receiver, taken, seen };
}

describe('the receiver of the configuration page', () => {
  it('takes the request of a redirect and leads the browser to an address without it', async () => {
    const { receiver, taken } = aReceiver();
    const { url, closesAt } = await receiver.open(0);
    expect(closesAt).toBe(601_000);
    const told = await send(`${url}?request=%7Bcanary%7D`);
    expect(told).toMatchObject({ status: 303, location: '/received' });
    expect(told.text).toContain('Received by Action Desk: go on there.');
    expect(told.text).not.toContain('canary');
    expect(taken).toEqual(['request=%7Bcanary%7D']);
    expect(await send(new URL('/received', url).href)).toMatchObject({ status: 200 });
  });

  it('takes a posted form', async () => {
    const { receiver, taken } = aReceiver();
    const { url } = await receiver.open(0);
    expect(await send(url, { method: 'POST', headers: form, body: 'request=b' })).toMatchObject({
      status: 303,
    });
    expect(taken).toEqual(['request=b']);
  });

  it('says that another request is looked at', async () => {
    const { receiver } = aReceiver(false);
    const { url } = await receiver.open(0);
    expect(await send(`${url}?request=a`)).toMatchObject({ status: 409, location: undefined });
  });

  it('refuses what is no request, what is too long and what goes to another name', async () => {
    const { receiver, taken } = aReceiver();
    const { url } = await receiver.open(0);
    expect((await send(url)).status).toBe(400);
    expect((await send(`${url}?request=a&request=b`)).status).toBe(400);
    expect((await send(`${url}?request=a`, { headers: { host: 'evil.example' } })).status).toBe(421);
    expect((await send(`${url}?request=${'a'.repeat(70_000)}`)).status).toBe(431);
    const body = `request=${'a'.repeat(100_001)}`;
    expect((await send(url, { method: 'POST', headers: form, body })).status).toBe(413);
    expect(taken).toEqual([]);
  });

  it('names a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const { receiver } = aReceiver();
    const { port } = other.address() as AddressInfo;
    await expect(receiver.open(port)).rejects.toThrow(`Port ${port} is taken by another program`);
    expect(receiver.state()).toBeNull();
  });

  it('ends by itself after ten minutes, and at once when it is closed', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { receiver, seen } = aReceiver();
    const { url } = await receiver.open(0);
    vi.advanceTimersByTime(599_999);
    expect(receiver.state()?.url).toBe(url);
    vi.advanceTimersByTime(1);
    expect(receiver.state()).toBeNull();
    await expect(send(url)).rejects.toThrow(/ECONNREFUSED/);
    await receiver.open(0);
    receiver.close();
    receiver.close();
    expect([receiver.state(), seen.changes]).toEqual([null, 4]);
  });
});
