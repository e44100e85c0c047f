import type { ReactElement } from 'react';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { TaskRow } from './task-row.tsx';
import './tasks.css';

const LOOK_MS = 500;

/** Saves and uploads of this environment at the foot of the page, the newest first; none takes no room. */
export function TaskTray(): ReactElement | null {
  const known = useAnswer('artifacts.tasks', null);
  const running = (known.data ?? []).some(({ state }) => state === 'running');
  return known.error ? (
    <p className="ad-tone-bad" role="alert">
      The saves and uploads could not be read: {sentenceOf(known.error)}
    </p>
  ) : (known.data ?? []).length > 0 ? (
    <Tray watched={running} />
  ) : null;
}

function Tray({ watched }: { watched: boolean }): ReactElement {
  const tasks = useAnswer('artifacts.tasks', null, watched ? { refetchEveryMs: LOOK_MS } : {}).data ?? [];
  return (
    <section className="ad-tray" aria-label="Saves and uploads" data-testid="artifact-tasks">
      {tasks
        .toSorted((one, other) => other.startedAt - one.startedAt)
        .map((task) => (
          <TaskRow key={task.taskId} task={task} />
        ))}
    </section>
  );
}
