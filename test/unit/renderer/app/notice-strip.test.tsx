import { cleanup, fireEvent, screen } from '@testing-library/react';
import { useQueryClient } from '@tanstack/react-query';
import { afterEach, expect, it } from 'vitest';
import type { ReactElement } from 'react';
import { NoticeStrip } from '#renderer/app/notice-strip.tsx';
import type { Notice } from '#shared/domain/notice.ts';
import { renderWithBridge } from '../with-bridge.tsx';

const silence: Notice = {
  kind: 'silence',
  severity: 'error',
  since: 1_000,
  sentence: 'CodePipeline has answered no poll.',
  detail: 'connect ECONNREFUSED',
  act: { page: 'agent', label: 'Open the agent' },
};

function AskAgain(): ReactElement {
  const queries = useQueryClient();
  return <button onClick={() => void queries.invalidateQueries()}>Ask again</button>;
}

function show(first: Notice[]) {
  let notices = first;
  renderWithBridge(
    <>
      <NoticeStrip />
      <AskAgain />
    </>,
    { 'app.notices': () => ({ ok: true, value: notices }) },
  );
  return (next: Notice[]): void => {
    notices = next;
    fireEvent.click(screen.getByRole('button', { name: 'Ask again' }));
  };
}

afterEach(cleanup);

it('says what is wrong, how bad, since when, and where help is', async () => {
  show([silence]);
  const line = await screen.findByRole('alert');
  expect(line.textContent).toContain('CodePipeline has answered no poll.');
  expect(screen.getByTitle('connect ECONNREFUSED').textContent).toBe('connect ECONNREFUSED');
  expect(line.querySelector('time')?.getAttribute('datetime')).toBe('1970-01-01T00:00:01.000Z');
  expect(screen.getByRole('link', { name: 'Open the agent' }).getAttribute('href')).toBe('#/agent');
  expect(screen.getByLabelText('Error')).toBeTruthy();
});

it('stays aside until it says something else', async () => {
  const answer = show([silence]);
  await screen.findByRole('alert');
  fireEvent.click(screen.getByRole('button', { name: /^Put aside/ }));
  expect(screen.queryByRole('alert')).toBeNull();
  answer([
    { ...silence, detail: 'ETIMEDOUT' },
    { kind: 'disk', severity: 'warning', since: 2, sentence: 'Disk.' },
  ]);
  expect(await screen.findByText('Disk.')).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
  answer([{ ...silence, since: 9_000 }]);
  expect(await screen.findByRole('alert')).toBeTruthy();
});
