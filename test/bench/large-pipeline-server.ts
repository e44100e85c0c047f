import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The name of the one pipeline that the server has. */
export const LARGE_PIPELINE = 'largest';

const named = (kind: string, at: number): string => `${kind}${String(at + 1).padStart(2, '0')}`;
const executionId = '11111111-2222-4333-8444-555555555555';

/** Answers by operation; whatever is not listed is an empty object, which polls take for no jobs. */
function answers(stages: number, actions: number): Record<string, object> {
  const declared = Array.from({ length: stages }, (_stage, at) => ({
    name: named('Stage', at),
    actions: Array.from({ length: actions }, (_action, action) => ({
      name: named('Action', action),
      actionTypeId: {
        category: at === 0 ? 'Source' : 'Build',
        owner: 'AWS',
        provider: 'CodeBuild',
        version: '1',
      },
      // Five at the same time, ten groups one after the other.
      runOrder: Math.floor(action / 5) + 1,
      inputArtifacts: [],
      outputArtifacts: [],
    })),
  }));
  const states = declared.map((stage, at) => ({
    stageName: stage.name,
    inboundTransitionState: { enabled: at % 7 !== 6 },
    latestExecution: {
      pipelineExecutionId: executionId,
      status: at < stages - 1 ? 'Succeeded' : 'InProgress',
    },
    actionStates: stage.actions.map(({ name }, action) => ({
      actionName: name,
      latestExecution: {
        actionExecutionId: `${stage.name}-${name}`,
        status: at < stages - 1 || action % 3 > 0 ? 'Succeeded' : 'InProgress',
        lastStatusChange: 1_700_000_000,
        percentComplete: action % 3 > 0 ? undefined : 40,
        externalExecutionUrl: 'https://example.com/build',
      },
    })),
  }));
  const pipeline = { name: LARGE_PIPELINE, version: 1, pipelineType: 'V2', executionMode: 'QUEUED' };
  const execution = { pipelineExecutionId: executionId, status: 'InProgress', startTime: 1_700_000_000 };
  return {
    ListPipelines: { pipelines: [pipeline] },
    GetPipeline: { pipeline: { ...pipeline, roleArn: 'arn:aws:iam::111122223333:role/r', stages: declared } },
    GetPipelineState: { pipelineName: LARGE_PIPELINE, pipelineVersion: 1, stageStates: states },
    ListPipelineExecutions: { pipelineExecutionSummaries: [{ ...execution, executionMode: 'QUEUED' }] },
    ListActionExecutions: { actionExecutionDetails: [] },
  };
}

/**
 * Serves one pipeline of that many stages and actions on loopback. CodePipeline (and the simulator) take 50 stages and 50
 * actions a stage, but 1,000 actions in all: the largest graph of all is more than there can be.
 */
export async function openLargePipelineServer(
  stages: number,
  actions: number,
): Promise<{ endpoint: string; close(): void }> {
  const known = answers(stages, actions);
  const server = createServer((request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    request.resume();
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify(known[operation] ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
