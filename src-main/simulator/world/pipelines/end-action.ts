import type { ArtifactPlace } from '../chain.ts';
import type { ActionExecution, FoundRevision, PipelineExecution } from './execution.ts';
import { stageOf } from './find.ts';
import type { Scene } from './scene.ts';

/** How an action ended. What is absent stays as it was. */
export interface ActionEnding {
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly outputVariables?: Readonly<Record<string, string>>;
  readonly summary?: string | null;
  readonly percentComplete?: number | null;
  readonly externalExecutionId?: string | null;
  readonly outputArtifacts?: readonly ArtifactPlace[];
  /** Only of source actions. */
  readonly revision?: FoundRevision;
  readonly updatedBy?: string;
}

/** Ends an action that is in progress; its artifacts, variables and revision are there for what comes after. */
export function endAction(
  { pipeline, now }: Scene,
  execution: PipelineExecution,
  action: ActionExecution,
  ending: ActionEnding,
): void {
  action.status = ending.error === null ? 'Succeeded' : 'Failed';
  action.errorDetails = ending.error;
  action.lastUpdateAt = now;
  execution.lastUpdateAt = now;
  action.summary = ending.summary ?? action.summary;
  action.percentComplete = ending.percentComplete ?? action.percentComplete;
  if (ending.externalExecutionId !== undefined) action.externalExecutionId = ending.externalExecutionId;
  action.updatedBy = ending.updatedBy ?? action.updatedBy;
  action.outputArtifacts = ending.outputArtifacts ?? action.outputArtifacts;
  if (ending.error !== null) return;

  action.outputVariables = ending.outputVariables ?? action.outputVariables;
  for (const place of action.outputArtifacts) execution.artifacts.set(place.name, place);
  const declared = stageOf(pipeline, execution, action.stageName).actions?.find(
    ({ name }) => name === action.actionName,
  );
  if (declared?.namespace) execution.namespaces.set(declared.namespace, action.outputVariables);
  if (ending.revision) {
    const others = execution.revisions.filter(({ actionName }) => actionName !== action.actionName);
    execution.revisions.splice(0, execution.revisions.length, ...others, ending.revision);
    if (ending.revision.revisionId !== undefined) {
      pipeline.sourceRevisions.set(action.actionName, ending.revision.revisionId);
    }
  }
}
