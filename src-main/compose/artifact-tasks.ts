import { randomUUID } from 'node:crypto';
import type { ArtifactTask } from '#shared/domain/artifact-task.ts';
import { ActionDeskError, toActionDeskError } from '#shared/domain/errors.ts';

const MOST_ISSUES = 200;
/** Ended tasks beyond these are forgotten, the oldest first. */
const MOST_TASKS = 100;

/** What a task's work tells, and how it is ended from outside. */
export interface TaskHandle {
  readonly signal: AbortSignal;
  readonly bytes: (more: number) => void;
  readonly file: () => void;
  readonly issue: (issue: { path: string; sentence: string }) => void;
  total(totals: { bytes: number | null; files: number | null }): void;
}

/** What a work ended in: `sentence` says how the result was checked. */
export interface TaskEnd {
  readonly sentence: string;
}

/** One piece of long work, begun by `run` and gone on with by calling it again. */
export interface TaskWork {
  readonly kind: ArtifactTask['kind'];
  readonly title: string;
  /** Throws what it fails with; the signal's reason where it was cancelled. */
  run(handle: TaskHandle): Promise<TaskEnd>;
  /** Whether `run` may be called again after such an end. */
  canResume(end: 'cancelled' | 'failed', thrown: unknown): boolean;
  /** The sentence for people, where that of the error would not do; null leaves it. */
  explain?(thrown: unknown): string | null;
  /** The file or folder that was made; null until there is one. */
  place?(): string | null;
  /** Called when the task is let go of. */
  forget?(): void;
}

/** The tasks of one environment. Ids that are not known throw `not-found`. */
export interface ArtifactTasks {
  start(work: TaskWork): string;
  list(): ArtifactTask[];
  /** Whole files stay; nothing for a task that has ended. */
  cancel(taskId: string): void;
  /** Throws `not-allowed-now` for a task that cannot be gone on with. */
  resume(taskId: string): void;
  /** Throws `not-allowed-now` while it runs. */
  forget(taskId: string): void;
  place(taskId: string): string;
  /** Cancels all, and resolves when none runs. */
  close(): Promise<void>;
}

interface Held {
  view: ArtifactTask;
  readonly work: TaskWork;
  ending: AbortController;
  ended: Promise<void>;
}

/** @param changed told with a task's id whenever something about it moved; called often. */
export function createArtifactTasks(now: () => number, changed: (taskId: string) => void): ArtifactTasks {
  const tasks = new Map<string, Held>();
  let closed = false;

  const held = (taskId: string): Held => {
    const task = tasks.get(taskId);
    if (!task) throw new ActionDeskError('not-found', 'This task is not known any more.');
    return task;
  };

  const begin = (task: Held): void => {
    const { work, view } = task;
    const ending = new AbortController();
    task.ending = ending;
    const change = (fields: Partial<ArtifactTask>): void => {
      Object.assign(view, fields);
      changed(view.taskId);
    };
    change({ state: 'running', endedAt: null, sentence: null, canResume: false, issues: [], moreIssues: 0 });
    const handle: TaskHandle = {
      signal: ending.signal,
      bytes: (more) => change({ bytesDone: view.bytesDone + more }),
      file: () => change({ filesDone: view.filesDone + 1 }),
      issue(issue) {
        if (view.issues.length < MOST_ISSUES) change({ issues: [...view.issues, issue] });
        else change({ moreIssues: view.moreIssues + 1 });
      },
      total: ({ bytes, files }) => change({ bytesTotal: bytes, filesTotal: files }),
    };
    task.ended = work.run(handle).then(
      ({ sentence }) => change({ state: 'done', endedAt: now(), sentence }),
      (thrown: unknown) => {
        const cancelled = ending.signal.aborted;
        const state = cancelled ? 'cancelled' : 'failed';
        const sentence = cancelled
          ? 'Cancelled: what was whole is kept, nothing else.'
          : (work.explain?.(thrown) ?? toActionDeskError(thrown).message);
        change({ state, endedAt: now(), sentence, canResume: !closed && work.canResume(state, thrown) });
      },
    );
  };

  const letGo = (taskId: string): void => {
    tasks.get(taskId)?.work.forget?.();
    tasks.delete(taskId);
    changed(taskId);
  };

  return {
    start(work) {
      if (closed) throw new ActionDeskError('not-allowed-now', 'The environment is being left.');
      const view: ArtifactTask = {
        ...{ taskId: randomUUID(), kind: work.kind, title: work.title, state: 'running' },
        ...{ bytesDone: 0, bytesTotal: null, filesDone: 0, filesTotal: null, startedAt: now() },
        ...{ endedAt: null, sentence: null, canResume: false, issues: [], moreIssues: 0 },
      };
      const task: Held = { view, work, ending: new AbortController(), ended: Promise.resolve() };
      tasks.set(view.taskId, task);
      begin(task);
      const old = [...tasks.values()].filter(({ view: { state } }) => state !== 'running');
      for (const { view: ended } of old.slice(0, Math.max(0, tasks.size - MOST_TASKS))) letGo(ended.taskId);
      return view.taskId;
    },
    list: () => [...tasks.values()].map(({ view }) => ({ ...view })).reverse(),
    cancel(taskId) {
      const task = held(taskId);
      if (task.view.state === 'running') task.ending.abort();
    },
    resume(taskId) {
      const task = held(taskId);
      if (!task.view.canResume || closed)
        throw new ActionDeskError('not-allowed-now', 'This task cannot be gone on with: start it again.');
      begin(task);
    },
    forget(taskId) {
      if (held(taskId).view.state === 'running')
        throw new ActionDeskError('not-allowed-now', 'The task is running: cancel it first.');
      letGo(taskId);
    },
    place(taskId) {
      const place = held(taskId).work.place?.() ?? null;
      if (place === null) throw new ActionDeskError('not-found', 'Nothing was saved by this task.');
      return place;
    },
    async close() {
      closed = true;
      for (const { ending } of tasks.values()) ending.abort();
      await Promise.all([...tasks.values()].map(({ ended }) => ended));
      for (const taskId of [...tasks.keys()]) letGo(taskId);
    },
  };
}
