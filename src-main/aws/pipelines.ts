import {
  GetPipelineCommand,
  GetPipelineExecutionCommand,
  GetPipelineStateCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  ListPipelinesCommand,
  type CodePipelineClient,
} from '@aws-sdk/client-codepipeline';
import type {
  ActionRow,
  ExecutionRow,
  ListedPipeline,
  PipelineRef,
  StageState,
} from '#shared/domain/pipeline.ts';
import { namedCall } from './named-call.ts';
import type { CodePipelineClients } from './clients.ts';
import {
  declaredPipeline,
  listedPipeline,
  type DeclaredPipeline,
  type IsOurs,
} from './pipeline-declarations.ts';
import { actionRow, executionDetail, executionRow } from './pipeline-history.ts';
import { stageStates } from './pipeline-states.ts';

/** One page; `cursor` null at the end. */
export interface Page<T> {
  items: T[];
  cursor: string | null;
}

/** An action execution with the version of the declaration that it ran with. */
export type VersionedAction = ActionRow & { pipelineVersion: number | null };

/**
 * Pipelines of the account of the credentials, read. Every method makes one call, to be made within the traffic budget by
 * whoever asks, and throws an ActionDeskError.
 */
export interface PipelineReader {
  /** Up to 1,000 a page. */
  list(region: string, cursor: string | null): Promise<Page<ListedPipeline>>;
  declaration(pipeline: PipelineRef): Promise<DeclaredPipeline>;
  states(pipeline: PipelineRef): Promise<StageState[]>;
  /** The newest first, up to 100 a page; `succeededIn` leaves those of the version in force that succeeded in the stage. */
  executions(pipeline: PipelineRef, cursor: string | null, succeededIn?: string): Promise<Page<ExecutionRow>>;
  /** Times are not in this answer: `startedAt` and `updatedAt` are null. */
  execution(
    pipeline: PipelineRef,
    executionId: string,
  ): Promise<{ row: ExecutionRow; variables: { name: string; value: string }[] }>;
  /** Of one execution, or of all (null); the newest first, up to 100 a page. */
  actions(
    pipeline: PipelineRef,
    executionId: string | null,
    cursor: string | null,
  ): Promise<Page<VersionedAction>>;
}

export function createPipelineReader(clients: CodePipelineClients, isOurs: IsOurs): PipelineReader {
  const bounds = { timeoutMs: clients.callTimeoutMs, secrets: [] };
  const call = <T>(
    name: string,
    region: string,
    send: (client: CodePipelineClient, options: { abortSignal: AbortSignal }) => Promise<T>,
  ): Promise<T> => namedCall(name, bounds, (options) => send(clients.of(region), options));
  const from = (cursor: string | null) => (cursor === null ? {} : { nextToken: cursor });

  return {
    async list(region, cursor) {
      const command = new ListPipelinesCommand({ maxResults: 1000, ...from(cursor) });
      const answer = await call('ListPipelines', region, (client, options) => client.send(command, options));
      return { items: (answer.pipelines ?? []).map(listedPipeline), cursor: answer.nextToken ?? null };
    },
    async declaration({ region, name }) {
      const command = new GetPipelineCommand({ name });
      const answer = await call('GetPipeline', region, (client, options) => client.send(command, options));
      return declaredPipeline(answer, isOurs);
    },
    async states({ region, name }) {
      const command = new GetPipelineStateCommand({ name });
      return stageStates(
        await call('GetPipelineState', region, (client, options) => client.send(command, options)),
      );
    },
    async executions({ region, name }, cursor, succeededIn) {
      const command = new ListPipelineExecutionsCommand({
        pipelineName: name,
        maxResults: 100,
        ...(succeededIn === undefined ? {} : { filter: { succeededInStage: { stageName: succeededIn } } }),
        ...from(cursor),
      });
      const answer = await call('ListPipelineExecutions', region, (client, options) =>
        client.send(command, options),
      );
      return {
        items: (answer.pipelineExecutionSummaries ?? []).map(executionRow),
        cursor: answer.nextToken ?? null,
      };
    },
    async execution({ region, name }, pipelineExecutionId) {
      const command = new GetPipelineExecutionCommand({ pipelineName: name, pipelineExecutionId });
      return executionDetail(
        await call('GetPipelineExecution', region, (client, options) => client.send(command, options)),
      );
    },
    async actions({ region, name }, executionId, cursor) {
      const command = new ListActionExecutionsCommand({
        pipelineName: name,
        maxResults: 100,
        ...(executionId === null ? {} : { filter: { pipelineExecutionId: executionId } }),
        ...from(cursor),
      });
      const answer = await call('ListActionExecutions', region, (client, options) =>
        client.send(command, options),
      );
      return {
        items: (answer.actionExecutionDetails ?? []).map(actionRow),
        cursor: answer.nextToken ?? null,
      };
    },
  };
}
