import { cleanup, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ArtifactsPage } from '#renderer/features/artifacts/artifacts-page.tsx';
import type { RequestChannel } from '#shared/ipc/channels.ts';
import type { Envelope } from '#shared/ipc/envelope.ts';
import { refusal, renderWithBridge } from '../../with-bridge.tsx';
import { A_KEY, aPage, aPreview, aProblem, aTask, anEntry, anOpened, FETCHED } from './an-artifact.ts';

// Cloudscape in a simulated page is slow on a busy machine.
configure({ asyncUtilTimeout: 8_000 });
const ok = (value: unknown) => (): Envelope<unknown> => ({ ok: true, value });
const found = (value: unknown) => ok({ ok: true, found: value });
const BUCKET = 'codepipeline-us-east-1-1';

const usual: Partial<Record<RequestChannel, (payload: unknown) => Envelope<unknown>>> = {
  'artifacts.tasks': ok([]),
  'artifacts.cache': ok({ bytes: 2048, maxBytes: 1024 ** 3, objects: 1 }),
  'artifacts.close': ok(null),
  'artifacts.buckets': found({ buckets: [{ name: BUCKET, region: 'us-east-1', createdAt: null }] }),
};

const page = (hash: string, answers: typeof usual = {}) => {
  location.hash = hash;
  return renderWithBridge(<ArtifactsPage />, { ...usual, ...answers });
};
const objectHash = `#/artifacts?${new URLSearchParams({ region: 'us-east-1', bucket: BUCKET, key: A_KEY }).toString()}`;

beforeEach(() => {
  // jsdom lays nothing out: without a height no row would be in view.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(400);
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(800);
  localStorage.clear();
});

afterEach(cleanup);

describe('the start', () => {
  it('lists buckets, tells where to begin in practice, and opens one with Enter', async () => {
    page('#/artifacts', {
      'artifacts.list': found({ region: 'us-east-1', prefixes: ['checkout/'], objects: [], cursor: null }),
    });
    const grid = await screen.findByRole('grid', { name: 'Buckets' });
    expect(within(grid).getByText(BUCKET)).toBeTruthy();
    expect(screen.getByText(/Practice has an artifact bucket/)).toBeTruthy();
    fireEvent.keyDown(grid, { key: 'ArrowDown' });
    fireEvent.keyDown(grid, { key: 'Enter' });
    expect(await screen.findByText('checkout/')).toBeTruthy();
    expect(location.hash).toContain(`bucket=${BUCKET}`);
  });

  it('says why buckets cannot be listed, with the facts, and what still works', async () => {
    page('#/artifacts', { 'artifacts.buckets': ok({ ok: false, problem: aProblem() }) });
    const problem = await screen.findByTestId('artifact-problem');
    expect(within(problem).getByText('s3:GetObject')).toBeTruthy();
    expect(screen.getByText(/opens all the same/)).toBeTruthy();
  });

  it('fills in what a link asks for and reads nothing of it', async () => {
    const { asked } = page('#/artifacts?place=s3%3A%2F%2Fother%2Fkey.zip');
    expect((await screen.findByDisplayValue<HTMLInputElement>('s3://other/key.zip')).value).toBe(
      's3://other/key.zip',
    );
    expect(screen.getByText(/Nothing is read before you open it/)).toBeTruthy();
    expect(asked.some(({ channel }) => channel === 'artifacts.open')).toBe(false);
  });

  it('clears the cache', async () => {
    const { asked } = page('#/artifacts', { 'artifacts.clearCache': ok({ bytes: 2048 }) });
    fireEvent.click(await screen.findByRole('button', { name: 'Clear the cache' }));
    expect(await screen.findByText('2 KB were removed from the cache.')).toBeTruthy();
    expect(asked.filter(({ channel }) => channel === 'artifacts.cache').length).toBeGreaterThan(1);
  });
});

describe('a bucket', () => {
  const object = (key: string) => ({ key, size: 3, modifiedAt: null, etag: null, storageClass: null });

  it('appends the next page below and shows the versions of a key', async () => {
    page(`#/artifacts?bucket=${BUCKET}`, {
      'artifacts.list': (payload) =>
        found(
          (payload as { cursor: string | null }).cursor === null
            ? { region: 'us-east-1', prefixes: [], objects: [object('one')], cursor: 'next' }
            : { region: 'us-east-1', prefixes: [], objects: [object('two')], cursor: null },
        )(),
      'artifacts.versions': found({
        versions: [
          { versionId: 'v2', isLatest: true, isDeleteMarker: true, size: null, modifiedAt: null, etag: null },
          { versionId: 'v1', isLatest: false, isDeleteMarker: false, size: 3, modifiedAt: null, etag: null },
        ],
        more: false,
      }),
      'artifacts.open': ok({ ok: false, problem: aProblem() }),
    });
    fireEvent.click(await screen.findByRole('button', { name: '500 more' }));
    expect(await screen.findByText('two')).toBeTruthy();
    const grid = screen.getByTestId('keys');
    fireEvent.keyDown(grid, { key: 'Home' });
    fireEvent.click(await screen.findByTestId('show-versions'));
    const versions = await screen.findByTestId('versions');
    expect(await within(versions).findByText('delete marker')).toBeTruthy();
    expect(within(versions).getAllByRole('link')).toHaveLength(1);
  });

  it('says that nothing could be listed, and that a key opens all the same, and begins anew when asked', async () => {
    const refused = aProblem({ code: 'aws-access-denied' });
    const { asked } = page(`#/artifacts?bucket=${BUCKET}&whole=1`, {
      'artifacts.startListing': ok({ listingId: 'l-1' }),
      'artifacts.listing': ok({
        ...{ rows: [], matching: 0, seen: 0, bytes: 0, requests: 1, state: 'failed', problem: refused },
      }),
      'artifacts.stopListing': ok(null),
    });
    expect(await screen.findByText(`The keys of ${BUCKET} could not be listed`)).toBeTruthy();
    expect(screen.getByText(/opens all the same/)).toBeTruthy();
    expect(screen.queryByTestId('all-keys')).toBeNull();
    expect(screen.queryByText('No key matches')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() =>
      expect(asked.filter(({ channel }) => channel === 'artifacts.startListing')).toHaveLength(2),
    );
  });

  it('streams everything below a prefix, and lets go of it when left', async () => {
    const { asked, unmount } = page(`#/artifacts?bucket=${BUCKET}&whole=1`, {
      'artifacts.startListing': ok({ listingId: 'l-1' }),
      'artifacts.listing': ok({
        rows: [object('deep/key')],
        matching: 1,
        seen: 9,
        bytes: 3,
        requests: 2,
        state: 'running',
        problem: null,
      }),
      'artifacts.stopListing': ok(null),
    });
    expect(await screen.findByText('deep/key')).toBeTruthy();
    fireEvent.click(screen.getByTestId('stop-listing'));
    unmount();
    const stops = asked
      .filter(({ channel }) => channel === 'artifacts.stopListing')
      .map(({ payload }) => payload);
    expect(stops).toEqual([
      { listingId: 'l-1', forget: false },
      { listingId: 'l-1', forget: true },
    ]);
  });
});

describe('an artifact from within', () => {
  const entries = [
    anEntry(0, 'README.md'),
    anEntry(1, 'a\u202etxt.exe', { faults: [{ fault: 'bad-name', sentence: 'Odd name.' }] }),
  ];
  const inside = (answers: typeof usual = {}) =>
    page(objectHash, {
      'artifacts.open': found(anOpened()),
      'artifacts.entries': ok(aPage(entries)),
      'artifacts.preview': found(aPreview({ shown: { kind: 'none', sentence: 'It is encrypted.' } })),
      ...answers,
    });

  it('shows facts, KMS key, counter and entries, and closes when left', async () => {
    const { asked, unmount } = inside();
    expect(await screen.findByText('README.md')).toBeTruthy();
    expect(screen.getByTestId('kms-key').textContent).toContain('arn:aws:kms:us-east-1:111122223333:key/1');
    expect(screen.getByTestId('fetched').textContent).toBe('Fetched 72 KB of 85 MB in 2 requests');
    expect(screen.getByText('U+202E')).toBeTruthy();
    unmount();
    expect(asked.filter(({ channel }) => channel === 'artifacts.close')).toEqual([
      { channel: 'artifacts.close', payload: { openId: 'open-1' } },
    ]);
  });

  it('names zip64, encodings, encrypted and damaged entries, and is silent on what is not so', async () => {
    const names = [
      { encoding: 'ascii', entries: 2 },
      { encoding: 'cp437', entries: 1 },
    ] as const;
    const makeup = { zip64: true, names: [...names], encrypted: 1, damaged: 3 };
    inside({ 'artifacts.open': found(anOpened({ makeup })) });
    const facts = await screen.findByTestId('archive-facts');
    expect(facts.textContent).toContain('Zip archive, zip64');
    expect(facts.textContent).toContain('2 ASCII, 1 CP437');
    expect(facts.textContent).toContain('Encrypted1 of 3 entries');
    expect(facts.textContent).toContain('Damagedall 3 entries, by the directory');
    cleanup();
    inside();
    expect((await screen.findByTestId('archive-facts')).textContent).not.toMatch(/zip64|Encrypted|Damaged/);
  });

  it('shows an entry with Enter, says why it cannot, and counts what it cost', async () => {
    inside();
    await screen.findByText('README.md');
    const grid = screen.getByTestId('entries');
    fireEvent.keyDown(grid, { key: 'ArrowDown' });
    fireEvent.keyDown(grid, { key: 'Enter' });
    expect(await screen.findByText('It is encrypted.')).toBeTruthy();
    await waitFor(() => expect(screen.getByTestId('fetched').textContent).toContain('in 3 requests'));
  });

  it('goes to the search with a slash and asks flat for what is typed', async () => {
    const { asked } = inside();
    await screen.findByText('README.md');
    fireEvent.keyDown(document.body, { key: '/' });
    const field = screen.getByTestId('entry-search').querySelector('input');
    expect(document.activeElement).toBe(field);
    if (field) fireEvent.change(field, { target: { value: 'read' } });
    await waitFor(() =>
      expect(asked.at(-1)).toMatchObject({
        channel: 'artifacts.entries',
        payload: { search: 'read', folder: null },
      }),
    );
  });

  it('opens anew when main has closed it meanwhile', async () => {
    const { asked } = inside({ 'artifacts.entries': () => refusal('It was closed meanwhile.') });
    fireEvent.click(await screen.findByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(asked.filter(({ channel }) => channel === 'artifacts.open')).toHaveLength(2));
  });

  it('names the object and the facts where S3 refuses it', async () => {
    page(objectHash, { 'artifacts.open': ok({ ok: false, problem: aProblem() }) });
    const problem = await screen.findByTestId('artifact-problem');
    expect(within(problem).getByText(`s3://${BUCKET}/${A_KEY}`)).toBeTruthy();
    expect(within(problem).getByText('the environment practice')).toBeTruthy();
  });

  it('asks for the limits before everything is saved, and stays open when no place is chosen', async () => {
    const { asked } = inside({ 'artifacts.save': ok({ taskId: null }) });
    await screen.findByText('README.md');
    fireEvent.click(screen.getByTestId('save-menu').querySelector('button') as HTMLElement);
    fireEvent.click(await screen.findByRole('menuitem', { name: /Everything/ }));
    fireEvent.change(screen.getByLabelText(/Files and folders/), { target: { value: 'no' } });
    fireEvent.click(screen.getByTestId('save-choose'));
    expect(await screen.findByText(/Expected a number from 1/)).toBeTruthy();
    expect(asked.some(({ channel }) => channel === 'artifacts.save')).toBe(false);
    fireEvent.change(screen.getByLabelText(/Files and folders/), { target: { value: '7' } });
    fireEvent.click(screen.getByTestId('save-choose'));
    await waitFor(() =>
      expect(asked.find(({ channel }) => channel === 'artifacts.save')?.payload).toMatchObject({
        openId: 'open-1',
        what: { kind: 'folder', folder: '' },
        limits: { maxEntries: 7 },
      }),
    );
    expect(screen.getByTestId('save-choose')).toBeTruthy();
  });
});

describe('a comparison', () => {
  const comparison = {
    compareId: 'c-1',
    left: 'open-1',
    right: 'open-1',
    running: false,
    done: 3,
    total: 3,
    counts: { added: 1, removed: 0, changed: 1, same: 1, unknown: 0 },
    problem: null,
    fetched: FETCHED,
  };

  it('asks without what is the same, filters by verdict, and stops when left', async () => {
    const side = encodeURIComponent(JSON.stringify([null, 'us-east-1', BUCKET, A_KEY, null]));
    const { asked, unmount } = page(`#/artifacts?left=${side}&right=${side}`, {
      'artifacts.open': found(anOpened()),
      'artifacts.compare': ok(comparison),
      'artifacts.comparison': ok({
        comparison,
        rows: [
          {
            path: 'config.yaml',
            verdict: 'changed',
            left: 0,
            right: 0,
            leftSize: 5,
            rightSize: 9,
            fault: null,
          },
        ],
        total: 1,
      }),
      'artifacts.stopComparison': ok(null),
    });
    expect(await screen.findByText('config.yaml')).toBeTruthy();
    expect(screen.getByText('+4 bytes')).toBeTruthy();
    const same = screen.getByTestId('verdict-same');
    expect(same.getAttribute('aria-pressed')).toBe('false');
    fireEvent.click(same);
    await waitFor(() => expect(JSON.stringify(asked.at(-1)?.payload)).toContain('"same"'));
    unmount();
    expect(asked.filter(({ channel }) => channel === 'artifacts.stopComparison')).toHaveLength(1);
  });

  it('asks for the side that is missing', async () => {
    page('#/artifacts?left=&right=');
    expect(await screen.findAllByPlaceholderText(/paste s3:/)).toHaveLength(2);
  });
});

describe('saves and uploads', () => {
  it('can be cancelled while they run, and forgotten afterwards', async () => {
    const { asked } = page('#/artifacts', {
      'artifacts.tasks': ok([
        aTask(),
        aTask({
          taskId: 'task-2',
          state: 'failed',
          canResume: true,
          sentence: 'The disk is full.',
          issues: [{ path: 'a\u202eb', sentence: 'Left out.' }],
          moreIssues: 2,
        }),
      ]),
      'artifacts.cancelTask': ok(null),
      'artifacts.resumeTask': ok(null),
    });
    expect(await screen.findByRole('progressbar', { name: /App.zip/ })).toBeTruthy();
    expect(screen.getByText('The disk is full.')).toBeTruthy();
    expect(screen.getByText('3 things were left out or went wrong')).toBeTruthy();
    fireEvent.click(screen.getByTestId('cancel-task'));
    fireEvent.click(screen.getByTestId('resume-task'));
    await waitFor(() =>
      expect(
        asked.filter(({ channel }) => /cancelTask|resumeTask/.test(channel)).map(({ payload }) => payload),
      ).toEqual([{ taskId: 'task-1' }, { taskId: 'task-2' }]),
    );
  });
});
