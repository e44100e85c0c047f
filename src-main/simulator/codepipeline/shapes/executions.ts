import { listOf, optional, structure } from '../constraints.ts';
import { flag, oneOf, text, timestamp } from '../scalars.ts';
import {
  actionName,
  maxResults,
  nextToken,
  pipelineName,
  revisionChangeId,
  revisionId,
  stageName,
  uuid,
} from './names.ts';
import { pipelineVariableName, pipelineVariableValue } from './declaration.ts';

/*
 * Inputs of the operations on executions of pipelines, stages, actions and rules.
 */

const stageAddress = { pipelineName, stageName };
const executionAddress = { pipelineName, pipelineExecutionId: uuid };
const retryMode = oneOf('FAILED_ACTIONS', 'ALL_ACTIONS');
const transitionType = oneOf('Inbound', 'Outbound');
const paged = { maxResults: optional(maxResults), nextToken: optional(nextToken) };

/** `latestInPipelineExecution` asks for the latest run of each action or rule, or for all since a retry or rollback. */
const runFilter = structure({
  pipelineExecutionId: optional(uuid),
  latestInPipelineExecution: optional(
    structure({ pipelineExecutionId: uuid, startTimeRange: oneOf('Latest', 'All') }),
  ),
});

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_StartPipelineExecution.html */
export const startPipelineExecutionInput = structure({
  name: pipelineName,
  variables: optional(
    listOf(structure({ name: pipelineVariableName, value: pipelineVariableValue }), { min: 1, max: 50 }),
  ),
  clientRequestToken: optional(text({ min: 1, max: 128, pattern: /^[a-zA-Z0-9-]+$/ })),
  sourceRevisions: optional(
    listOf(
      structure({
        actionName,
        revisionType: oneOf('COMMIT_ID', 'IMAGE_DIGEST', 'S3_OBJECT_VERSION_ID', 'S3_OBJECT_KEY'),
        revisionValue: revisionId,
      }),
      { max: 50 },
    ),
  ),
});

/** Without `abandon` the actions in progress may finish. */
export const stopPipelineExecutionInput = structure({
  ...executionAddress,
  abandon: optional(flag),
  reason: optional(text({ max: 200 })),
});

/** Which execution the caller believes to be the stage's latest. */
export const retryStageExecutionInput = structure({ ...stageAddress, pipelineExecutionId: uuid, retryMode });

/** The execution whose artifacts the stage goes back to. */
export const rollbackStageInput = structure({ ...stageAddress, targetPipelineExecutionId: uuid });

/** Which way through a stage is opened. */
export const enableStageTransitionInput = structure({ ...stageAddress, transitionType });

/** Which way through a stage is closed, and what people are told. */
export const disableStageTransitionInput = structure({
  ...stageAddress,
  transitionType,
  reason: text({ min: 1, max: 300, pattern: /[a-zA-Z0-9!@ \(\)\.\*\?\-]+/ }),
});

/** The token is in the state of the pipeline while the approval waits. */
export const putApprovalResultInput = structure({
  ...stageAddress,
  actionName,
  result: structure({ summary: text({ min: 0, max: 512 }), status: oneOf('Approved', 'Rejected') }),
  token: uuid,
});

/** A revision a custom source has seen. */
export const putActionRevisionInput = structure({
  ...stageAddress,
  actionName,
  actionRevision: structure({ revisionId, revisionChangeId, created: timestamp }),
});

/** Failure conditions cannot be overridden. */
export const overrideStageConditionInput = structure({
  ...stageAddress,
  pipelineExecutionId: uuid,
  conditionType: oneOf('BEFORE_ENTRY', 'ON_SUCCESS'),
});

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipelineState.html */
export const getPipelineStateInput = structure({ name: pipelineName });

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipelineExecution.html */
export const getPipelineExecutionInput = structure(executionAddress);

/** An absent stage name inside the filter filters nothing. */
export const listPipelineExecutionsInput = structure({
  pipelineName,
  ...paged,
  filter: optional(structure({ succeededInStage: optional(structure({ stageName: optional(stageName) })) })),
});

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListActionExecutions.html */
export const listActionExecutionsInput = structure({ pipelineName, ...paged, filter: optional(runFilter) });

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListRuleExecutions.html */
export const listRuleExecutionsInput = structure({ pipelineName, ...paged, filter: optional(runFilter) });

/** The model gives the action's execution id no form. */
export const listDeployActionExecutionTargetsInput = structure({
  pipelineName: optional(pipelineName),
  actionExecutionId: text(),
  ...paged,
  filters: optional(
    listOf(structure({ name: optional(oneOf('TARGET_STATUS')), values: optional(listOf(text({ min: 1 }))) })),
  ),
});
