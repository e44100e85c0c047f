import { disableStageTransition } from './disable-stage-transition.ts';
import { enableStageTransition } from './enable-stage-transition.ts';
import { getPipelineExecution } from './get-pipeline-execution.ts';
import { getPipelineState } from './get-pipeline-state.ts';
import { listActionExecutions } from './list-action-executions.ts';
import { listDeployActionExecutionTargets } from './list-deploy-action-execution-targets.ts';
import { listPipelineExecutions } from './list-pipeline-executions.ts';
import { listRuleExecutions } from './list-rule-executions.ts';
import type { Operation } from './operation.ts';
import { overrideStageCondition } from './override-stage-condition.ts';
import { putActionRevision } from './put-action-revision.ts';
import { putApprovalResult } from './put-approval-result.ts';
import { retryStageExecution } from './retry-stage-execution.ts';
import { rollbackStage } from './rollback-stage.ts';
import { startPipelineExecution } from './start-pipeline-execution.ts';
import { stopPipelineExecution } from './stop-pipeline-execution.ts';

/** The operations on executions: starting and steering them, and how they are shown. */
export const executionOperations: readonly Operation[] = [
  disableStageTransition,
  enableStageTransition,
  getPipelineExecution,
  getPipelineState,
  listActionExecutions,
  listDeployActionExecutionTargets,
  listPipelineExecutions,
  listRuleExecutions,
  overrideStageCondition,
  putActionRevision,
  putApprovalResult,
  retryStageExecution,
  rollbackStage,
  startPipelineExecution,
  stopPipelineExecution,
];
