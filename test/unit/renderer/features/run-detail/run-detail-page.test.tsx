import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { RunNote } from '#shared/domain/run-note.ts';
import { RunDetailPage } from '#renderer/features/run-detail/run-detail-page.tsx';
import { rememberTrail } from '#renderer/run-view/run-trail.ts';
import { CHANNEL_SAMPLES } from '#test/unit/electron/channel-samples.ts';
import { aRun, aRunDetail } from '#test/unit/renderer/a-run.ts';
import { refusal, renderWithBridge } from '#test/unit/renderer/with-bridge.tsx';

afterEach(cleanup);

const T = 1_700_000_000_000;
const line = (id: number, operation: string, payload: unknown = null) => ({
  ...{
    id,
    at: T + id * 1000,
    jobId: 'job-1',
    kind: 'codepipeline' as const,
    operation,
    outcome: 'ok' as const,
  },
  ...{ durationMs: 5, sentence: `${operation} went well.`, payload },
});
const detail = aRunDetail(
  { state: 'succeeded', finishedAt: T + 60_000 },
  { timeline: [line(1, 'GetJobDetails', { hidden: 'needle-in-json' }), line(2, 'AcknowledgeJob')] },
);
const note: RunNote = {
  noteId: 4,
  at: T + 1_500,
  who: 'kim',
  text: 'Called them.',
  editedAt: null,
  mine: true,
};
const ok = (value: unknown) => () => ({ ok: true as const, value });

function renderRun(notes: RunNote[] = [note], more = {}) {
  const kept = [...notes];
  return renderWithBridge(<RunDetailPage id="job-1" />, {
    'runs.get': ok(detail),
    'runs.notes': () => ({ ok: true, value: [...kept] }),
    'runs.addNote': (payload) => {
      const added = { ...note, noteId: 9, text: (payload as { text: string }).text };
      kept.push(added);
      return { ok: true, value: added };
    },
    'runs.setNoteDeleted': (payload) => {
      if ((payload as { deleted: boolean }).deleted) kept.pop();
      else kept.push(note);
      return { ok: true, value: { changed: true } };
    },
    'audit.list': ok({ rows: [], total: 0, upTo: 0, newer: 0 }),
    'agent.cells': ok([]),
    'app.info': ok(CHANNEL_SAMPLES['app.info'].answer),
    ...more,
  });
}

describe('the page of a run', () => {
  it('leads on from an id that nobody knows: to another one, or to a search for it', async () => {
    renderRun([note], { 'runs.get': () => refusal('No run is known by the id job-1.') });
    await screen.findByText('No run is known by the id job-1.');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Open' }).disabled).toBe(true);
    fireEvent.change(screen.getByRole('textbox', { name: /Open another run/ }), {
      target: { value: ' job/2 ' },
    });
    fireEvent.click(screen.getByRole('button', { name: 'Open' }));
    expect(location.hash).toBe('#/runs/job%2F2');
    fireEvent.click(screen.getByRole('button', { name: /Search all runs/ }));
    expect(location.hash).toBe('#/runs?q=job-1');
  });

  it('finds a text in a folded payload, unfolds it and counts', async () => {
    renderRun();
    await screen.findByRole('heading', { name: 'Kestrel Retail' });
    expect(screen.queryByText(/needle-in-json/)).toBeNull();
    fireEvent.keyDown(document.body, { key: 'f', ctrlKey: true });
    fireEvent.change(screen.getByRole('textbox', { name: 'Find in this run' }), {
      target: { value: 'NEEDLE-in' },
    });
    await screen.findByText(/needle-in-json/);
    await waitFor(() => expect(screen.getByTestId('find-count').textContent).toContain('1 of 1'));
    fireEvent.keyDown(screen.getByTestId('find-field'), { key: 'Escape' });
    expect(screen.queryByRole('search')).toBeNull();
    expect(screen.queryByText(/needle-in-json/)).toBeNull();
  });

  it('keeps a note, and brings a deleted one back', async () => {
    const { asked } = renderRun([]);
    fireEvent.click(await screen.findByRole('button', { name: 'Add note' }));
    expect(screen.getByRole('button', { name: 'Keep note' })).toHaveProperty('disabled', true);
    fireEvent.change(screen.getByRole('textbox', { name: 'Note' }), {
      target: { value: ' They raise the limit. ' },
    });
    fireEvent.click(screen.getByRole('button', { name: 'Keep note' }));
    expect((await screen.findByTestId('note-9')).textContent).toContain('They raise the limit.');
    expect(asked).toContainEqual({
      channel: 'runs.addNote',
      payload: { runId: detail.run.runId, text: 'They raise the limit.' },
    });
    fireEvent.click(screen.getByRole('button', { name: 'Delete the note' }));
    await waitFor(() => expect(screen.queryByTestId('note-9')).toBeNull());
    fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    expect((await screen.findByTestId('note-4')).textContent).toContain('Called them.');
  });

  it('offers no change of a note that somebody else wrote', async () => {
    renderRun([{ ...note, mine: false }]);
    const shown = within(await screen.findByTestId('note-4'));
    expect(shown.queryByRole('button', { name: 'Change the note' })).toBeNull();
    expect(shown.getByRole('button', { name: 'Delete the note' })).toBeTruthy();
  });

  it('keeps the text of a note that could not be kept', async () => {
    renderRun([], { 'runs.addNote': () => refusal('The disk is full: nothing was written.') });
    fireEvent.click(await screen.findByRole('button', { name: 'Add note' }));
    fireEvent.change(screen.getByRole('textbox', { name: 'Note' }), { target: { value: 'Important' } });
    fireEvent.click(screen.getByRole('button', { name: 'Keep note' }));
    await screen.findByText('The disk is full: nothing was written.');
    expect(screen.getByRole('textbox', { name: 'Note' })).toHaveProperty('value', 'Important');
  });

  it('knows its place in the list it was opened from and steps beyond the page', async () => {
    const query = { page: 2, pageSize: 2, sortBy: 'createdAt' as const, descending: true };
    rememberTrail({ query, runIds: ['before', detail.run.runId], total: 5 });
    const next = aRun({ runId: 'after-the-page' });
    const page = { rows: [next], total: 5, countsByState: {}, readAt: 1, nextLaneChangeAt: null };
    const lanes = CHANNEL_SAMPLES['runs.list'].answer.countsByLane;
    const { asked } = renderRun([], { 'runs.list': ok({ ...page, countsByLane: lanes }) });
    expect((await screen.findByTestId('run-position')).textContent).toContain('4 of 5');
    fireEvent.keyDown(document.body, { key: ']' });
    await waitFor(() => expect(location.hash).toBe('#/runs/after-the-page'));
    expect(asked).toContainEqual({ channel: 'runs.list', payload: { ...query, page: 3 } });
  });
});
