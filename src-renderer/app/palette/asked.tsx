import type { ReactElement } from 'react';
import type { ActKind } from '#shared/domain/acts.ts';
import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import type { PipelineRef } from '#shared/domain/pipeline.ts';
import { useAnswer, useChange } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { PipelineActDialog } from '#renderer/features/pipelines/acts/act-dialog.tsx';
import { ConfirmDialog } from '#renderer/features/settings/confirm-dialog.tsx';
import { ActDialog } from '#renderer/run-acts/act-dialog.tsx';
import { useNotify } from '#renderer/ui/notices.tsx';

/** The dialog of an act on a run, wherever the window stands. Nothing while the run cannot be read. */
export function RunAct(props: { runId: string; act: ActKind; onClose: () => void }): ReactElement | null {
  const { data } = useAnswer('runs.get', { id: props.runId });
  return data ? <ActDialog kind={props.act} detail={data} onClose={props.onClose} /> : null;
}

/** The dialog of an act on a pipeline. Nothing while the pipeline cannot be read. */
export function ActOnPipeline(props: {
  pipeline: PipelineRef;
  draft: PipelineAct;
  onClose: () => void;
}): ReactElement | null {
  const { data } = useAnswer('pipelines.get', { pipeline: props.pipeline });
  return data ? (
    <PipelineActDialog initial={props.draft} snapshot={data.snapshot} onClose={props.onClose} />
  ) : null;
}

/** Asks before another environment is put to work. */
export function UseEnvironment({ name, onClose }: { name: string; onClose: () => void }): ReactElement {
  const use = useChange('environments.use', ['environments.list', 'app.info']);
  const notify = useNotify();
  return (
    <ConfirmDialog
      title={`Work in ${name}?`}
      confirm="Use environment"
      busy={use.isPending}
      onClose={onClose}
      onConfirm={() =>
        use.mutate(
          { name },
          {
            onSuccess: () => notify({ tone: 'success', text: `Working in ${name} now.` }),
            onError: (thrown) => notify({ tone: 'error', text: sentenceOf(thrown) }),
            onSettled: onClose,
          },
        )
      }
    >
      The present agent stops claiming, answers what it has in hand, and then this environment starts. That
      may take up to a minute.
    </ConfirmDialog>
  );
}
