import Button from '@cloudscape-design/components/button';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactElement } from 'react';
import type { ArtifactTask } from '#shared/domain/artifact-task.ts';
import { useChange } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { VisibleText } from '#renderer/ui/visible-text.tsx';
import { doneWords, issueCount, percentOf, TASK_WORDS } from './task-words.ts';

const LOOKS = { running: 'in-progress', done: 'success', cancelled: 'stopped', failed: 'error' } as const;

/** One save or upload: how far it is, how it was checked or why it failed, and what can be done about it. */
export function TaskRow({ task }: { task: ArtifactTask }): ReactElement {
  const percent = percentOf(task);
  const issues = issueCount(task);
  return (
    <div className="ad-task" data-testid="artifact-task" data-state={task.state}>
      <div className="ad-task-line">
        <StatusIndicator type={issues > 0 && task.state === 'done' ? 'warning' : LOOKS[task.state]}>
          {TASK_WORDS[task.state][task.kind]}
        </StatusIndicator>
        <strong className="ad-ellipsis" title={task.title}>
          <VisibleText text={task.title} />
        </strong>
        <span className="ad-muted ad-number">{doneWords(task)}</span>
        <Doings task={task} />
      </div>
      {task.state === 'running' && (
        <progress
          className="ad-task-progress"
          aria-label={`Progress of ${task.title}`}
          max={100}
          {...(percent === null ? {} : { value: percent })}
        />
      )}
      {task.sentence && (
        <div className="ad-second ad-wrap">
          <VisibleText text={task.sentence} />
        </div>
      )}
      {issues > 0 && (
        <details className="ad-task-issues">
          <summary className="ad-focusable">
            {issues.toLocaleString('en')} {issues === 1 ? 'thing was' : 'things were'} left out or went wrong
          </summary>
          <ul>
            {task.issues.map(({ path, sentence }, at) => (
              <li key={at}>
                <span className="ad-mono">
                  <VisibleText text={path} />
                </span>
                : {sentence}
              </li>
            ))}
            {task.moreIssues > 0 && (
              <li className="ad-muted">and {task.moreIssues.toLocaleString('en')} more</li>
            )}
          </ul>
        </details>
      )}
    </div>
  );
}

function Doings({ task }: { task: ArtifactTask }): ReactElement {
  const cancel = useChange('artifacts.cancelTask', ['artifacts.tasks']);
  const resume = useChange('artifacts.resumeTask', ['artifacts.tasks']);
  const forget = useChange('artifacts.forgetTask', ['artifacts.tasks']);
  const show = useChange('artifacts.showSaved', []);
  const notify = useNotify();
  const asked = { taskId: task.taskId };
  const told = { onError: (thrown: Error) => notify({ tone: 'error', text: sentenceOf(thrown) }) };
  return (
    <span className="ad-task-doings">
      {task.state === 'running' && (
        <Button
          data-testid="cancel-task"
          loading={cancel.isPending}
          onClick={() => cancel.mutate(asked, told)}
        >
          Cancel
        </Button>
      )}
      {task.canResume && task.state !== 'running' && (
        <Button
          data-testid="resume-task"
          loading={resume.isPending}
          onClick={() => resume.mutate(asked, told)}
        >
          Resume
        </Button>
      )}
      {task.kind === 'save' && task.state === 'done' && (
        <Button iconName="folder-open" data-testid="show-saved" onClick={() => show.mutate(asked, told)}>
          Show in folder
        </Button>
      )}
      {task.state !== 'running' && (
        <Button
          variant="icon"
          iconName="close"
          ariaLabel={`Forget ${task.title}`}
          data-testid="forget-task"
          onClick={() => forget.mutate(asked, told)}
        />
      )}
    </span>
  );
}
