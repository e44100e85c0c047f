import { describe, expect, it } from 'vitest';
import { judgeReception, type ReceptionHead } from '#main/electron/judge-reception.ts';

const PORT = 4711;
const form = { 'content-type': 'application/x-www-form-urlencoded' };

function judged(part: Partial<ReceptionHead>): number | string {
  const verdict = judgeReception(
    {
      method: 'GET',
      url: '/configure?request=a',
      ...part,
      headers: { host: `127.0.0.1:${PORT}`, ...part.headers },
    },
    PORT,
  );
  return verdict.kind === 'refuse' ? verdict.status : verdict.kind;
}

describe('judgeReception', () => {
  it.each([
    [
      'a redirect of a browser',
      { headers: { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' } },
      'query',
    ],
    ['a program', {}, 'query'],
    ['localhost', { headers: { host: `localhost:${PORT}` } }, 'query'],
    ['a form', { method: 'POST', headers: form }, 'body'],
    ['a form after a redirect', { method: 'POST', headers: { ...form, origin: 'null' } }, 'body'],
    [
      'a form of the AWS console',
      { method: 'POST', headers: { ...form, origin: 'https://eu-west-1.console.aws.amazon.com' } },
      'body',
    ],
    ['the page that says so', { url: '/received' }, 'received-page'],
  ])('takes %s', (_what, part, verdict) => {
    expect(judged(part)).toBe(verdict);
  });

  it.each([
    ['a rebound name', { headers: { host: `evil.example:${PORT}` } }, 421],
    ['another port', { headers: { host: '127.0.0.1:80' } }, 421],
    ['no host', { headers: { host: undefined } }, 421],
    ['another path', { url: '/configure/x?request=a' }, 404],
    ['the root', { url: '/' }, 404],
    [
      'a script of another page',
      { headers: { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'empty' } },
      403,
    ],
    ['a frame', { headers: { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' } }, 403],
    ['an image', { headers: { 'sec-fetch-dest': 'image' } }, 403],
    ['a form of another site', { method: 'POST', headers: { ...form, origin: 'https://evil.example' } }, 403],
    [
      'a site that only looks like AWS',
      { method: 'POST', headers: { ...form, origin: 'https://console.aws.amazon.com.evil.example' } },
      403,
    ],
    [
      'AWS without https',
      { method: 'POST', headers: { ...form, origin: 'http://console.aws.amazon.com' } },
      403,
    ],
    ['a preflight', { method: 'OPTIONS' }, 405],
    ['JSON', { method: 'POST', headers: { 'content-type': 'application/json' } }, 415],
    ['a form sent to the page that says so', { method: 'POST', url: '/received', headers: form }, 405],
  ])('refuses %s', (_what, part, status) => {
    expect(judged(part)).toBe(status);
  });
});
