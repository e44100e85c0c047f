import { describe, expect, it } from 'vitest';
import { isOwnSender } from '#main/electron/own-sender.ts';

const frame = (url: string) => ({ url });

describe('the sender of a request', () => {
  const mainFrame = frame('app://desk/index.html#/runs');
  const own = { mainFrame };

  it('is ours as main frame of our window on our origin', () => {
    expect(isOwnSender({ sender: own, senderFrame: mainFrame }, own)).toBe(true);
  });

  it.each([
    ['there is no window', { sender: own, senderFrame: mainFrame }, null],
    ['it is another window', { sender: { mainFrame }, senderFrame: mainFrame }, own],
    ['it is a frame inside of ours', { sender: own, senderFrame: frame('app://desk/index.html') }, own],
    ['its frame is gone', { sender: own, senderFrame: null }, own],
  ])('is foreign when %s', (_case, event, window) => {
    expect(isOwnSender(event, window)).toBe(false);
  });

  it.each([
    'https://example.com/',
    'app://desk.example.com/',
    'app://other/index.html',
    'file:///index.html',
    'about:blank',
    'app://desk',
    '',
  ])('is foreign when our frame shows %j', (url) => {
    const contents = { mainFrame: frame(url) };
    expect(isOwnSender({ sender: contents, senderFrame: contents.mainFrame }, contents)).toBe(false);
  });
});
