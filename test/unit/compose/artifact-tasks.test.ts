import { expect, it, vi } from 'vitest';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { createArtifactTasks, type TaskHandle, type TaskWork } from '#main/compose/artifact-tasks.ts';

const work = (
  run: (handle: TaskHandle) => Promise<{ sentence: string }>,
  more: Partial<TaskWork> = {},
): TaskWork => ({
  ...{ kind: 'save', title: 'App.zip → Downloads', run, canResume: () => true },
  ...more,
});

const untilAborted = ({ signal }: TaskHandle) =>
  new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true }),
  );

it('tells what a task has done and what it ended in', async () => {
  const changed = vi.fn();
  const tasks = createArtifactTasks(() => 7, changed);
  const taskId = tasks.start(
    work((handle) => {
      handle.total({ bytes: 10, files: 2 });
      handle.bytes(4);
      handle.file();
      handle.issue({ path: '../x', sentence: 'It leads outside.' });
      return Promise.resolve({ sentence: 'Checked.' });
    }),
  );
  await vi.waitFor(() => expect(tasks.list()[0]?.state).toBe('done'));
  expect(tasks.list()).toEqual([
    {
      ...{ taskId, kind: 'save', title: 'App.zip → Downloads', state: 'done', bytesDone: 4, bytesTotal: 10 },
      ...{ filesDone: 1, filesTotal: 2, startedAt: 7, endedAt: 7, sentence: 'Checked.', canResume: false },
      ...{ issues: [{ path: '../x', sentence: 'It leads outside.' }], moreIssues: 0 },
    },
  ]);
  expect(changed).toHaveBeenCalledWith(taskId);
});

it('cancels, and goes on', async () => {
  let calls = 0;
  const tasks = createArtifactTasks(Date.now, () => undefined);
  const taskId = tasks.start(
    work((handle) => (++calls === 1 ? untilAborted(handle) : Promise.resolve({ sentence: 'Checked.' }))),
  );
  expect(() => tasks.forget(taskId)).toThrow('cancel it first');
  tasks.cancel(taskId);
  await vi.waitFor(() => expect(tasks.list()[0]).toMatchObject({ state: 'cancelled', canResume: true }));
  tasks.resume(taskId);
  await vi.waitFor(() => expect(tasks.list()[0]).toMatchObject({ state: 'done', sentence: 'Checked.' }));
  expect(() => tasks.resume(taskId)).toThrow('start it again');
});

it('says why a task failed, and counts issues beyond those it lists', async () => {
  const tasks = createArtifactTasks(Date.now, () => undefined);
  tasks.start(
    work((handle) => {
      for (let issue = 0; issue < 205; issue += 1) handle.issue({ path: `${issue}`, sentence: 'x' });
      return Promise.reject(new ActionDeskError('unreachable', 'S3 is in trouble.'));
    }),
  );
  await vi.waitFor(() => expect(tasks.list()[0]?.state).toBe('failed'));
  expect(tasks.list()[0]).toMatchObject({ sentence: 'S3 is in trouble.', moreIssues: 5 });
  expect(tasks.list()[0]?.issues).toHaveLength(200);
});

it('ends all and takes no more when it is closed', async () => {
  const forget = vi.fn();
  const tasks = createArtifactTasks(Date.now, () => undefined);
  tasks.start(work(untilAborted, { forget }));
  await tasks.close();
  expect(forget).toHaveBeenCalledOnce();
  expect(tasks.list()).toEqual([]);
  expect(() => tasks.start(work(untilAborted))).toThrow('being left');
});
