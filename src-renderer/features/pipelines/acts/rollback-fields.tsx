import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { useEffect, useEffectEvent, type ReactElement } from 'react';
import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import { shortExecution } from '#shared/domain/pipeline-explain.ts';
import type { ExecutionRow, PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { localTime } from '#renderer/ui/moment.tsx';
import { likelyTargets, targetsAmong } from './rollback-targets.ts';

type Draft = Extract<PipelineAct, { kind: 'rollback' }>;

/** The execution to go back to, of those that CodePipeline names; until it has answered, of those that the page knows of. */
export function RollbackFields(props: {
  draft: Draft;
  snapshot: PipelineSnapshot;
  onDraft: (draft: PipelineAct) => void;
}): ReactElement {
  const { draft, snapshot, onDraft } = props;
  const { stageName } = draft;
  const answer = useAnswer('pipelines.succeededIn', { pipeline: snapshot.ref, stageName });
  const told = answer.data === undefined ? null : targetsAmong(answer.data, snapshot, stageName);
  const options = (told ?? likelyTargets(snapshot, stageName)).map((row) => optionOf(row, snapshot.readAt));
  const first = told?.[0]?.executionId;
  const isTold = told?.some(({ executionId }) => executionId === draft.targetExecutionId) ?? true;
  const choose = useEffectEvent((targetExecutionId: string) => onDraft({ ...draft, targetExecutionId }));
  useEffect(() => {
    // What the page only held for likely gives way to what CodePipeline says.
    if (!isTold && first !== undefined) choose(first);
  }, [isTold, first]);
  return (
    <FormField
      label="Execution to go back to"
      constraintText={`Executions that succeeded in ${stageName} with version ${snapshot.version} of the pipeline, also where they failed or were stopped later.`}
      errorText={
        answer.error
          ? `Only those that this page knows of: ${sentenceOf(answer.error)}`
          : told?.length === 0
            ? `CodePipeline names no earlier execution that succeeded in ${stageName}.`
            : null
      }
    >
      <Select
        selectedOption={options.find(({ value }) => value === draft.targetExecutionId) ?? null}
        options={options}
        placeholder="Choose an execution"
        empty="None"
        statusType={answer.isPending ? 'loading' : 'finished'}
        loadingText="Asking CodePipeline"
        onChange={({ detail }) => onDraft({ ...draft, targetExecutionId: detail.selectedOption.value ?? '' })}
      />
    </FormField>
  );
}

function optionOf(row: ExecutionRow, now: number): { value: string; label: string; description: string } {
  const { executionId, status, startedAt, revisions } = row;
  const revision = revisions[0]?.summary ?? revisions[0]?.revisionId ?? null;
  return {
    value: executionId,
    label: shortExecution(executionId),
    description: [startedAt === null ? null : localTime(startedAt, now), status, revision]
      .filter((part) => part !== null)
      .join(' · '),
  };
}
