import {
  ListActionExecutionsCommand,
  ListPipelinesCommand,
  type ArtifactDetail,
} from '@aws-sdk/client-codepipeline';
import type { NamedArtifact } from '#shared/domain/artifact.ts';
import { boundedCall } from './bounded-call.ts';
import type { CodePipelineClients } from './clients.ts';

/** Makes a call when its turn in a region's budget has come: `Runtime.consoleCall`. */
export type ConsoleTurn = <T>(region: string, send: () => Promise<T>) => Promise<T>;

/** Pipelines are shown by name; whoever has more than these knows the one they look for. */
const MOST_PIPELINES = 1000;
const EXECUTIONS_A_PAGE = 100;
const MOST_PAGES = 5;

/** Names and places of artifacts as CodePipeline itself tells them; keys are never computed from names. */
export interface NamedArtifacts {
  /** Names, sorted; at most 1,000. Throws an ActionDeskError. */
  pipelines(region: string, signal?: AbortSignal): Promise<string[]>;
  /** Inputs and outputs of the latest 500 action executions at most, the newest first. Throws an ActionDeskError. */
  of(region: string, pipeline: string, signal?: AbortSignal): Promise<NamedArtifact[]>;
}

/** Every call waits for its turn in the budget, behind what the agent has to send. */
export function createNamedArtifacts(clients: CodePipelineClients, turn: ConsoleTurn): NamedArtifacts {
  const bounds = (signal: AbortSignal | undefined) => ({
    timeoutMs: clients.callTimeoutMs,
    secrets: [],
    ...(signal && { signal }),
  });
  return {
    async pipelines(region, signal) {
      const names: string[] = [];
      let nextToken: string | undefined;
      do {
        const command = new ListPipelinesCommand({ ...(nextToken === undefined ? {} : { nextToken }) });
        const answer = await turn(region, () =>
          boundedCall('ListPipelines', bounds(signal), (options) =>
            clients.of(region).send(command, options),
          ),
        );
        for (const { name } of answer.pipelines ?? []) if (name) names.push(name);
        nextToken = answer.nextToken;
      } while (nextToken && names.length < MOST_PIPELINES);
      return names.slice(0, MOST_PIPELINES).sort((a, b) => a.localeCompare(b));
    },

    async of(region, pipelineName, signal) {
      const found: NamedArtifact[] = [];
      let nextToken: string | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const command = new ListActionExecutionsCommand({
          pipelineName,
          maxResults: EXECUTIONS_A_PAGE,
          ...(nextToken === undefined ? {} : { nextToken }),
        });
        const answer = await turn(region, () =>
          boundedCall('ListActionExecutions', bounds(signal), (options) =>
            clients.of(region).send(command, options),
          ),
        );
        for (const execution of answer.actionExecutionDetails ?? []) {
          const common = {
            pipeline: pipelineName,
            stage: execution.stageName ?? null,
            action: execution.actionName ?? null,
            pipelineExecutionId: execution.pipelineExecutionId ?? null,
            at: (execution.lastUpdateTime ?? execution.startTime)?.getTime() ?? null,
          };
          const named = (
            direction: NamedArtifact['direction'],
            details: ArtifactDetail[] | undefined,
          ): void => {
            for (const { name, s3location } of details ?? []) {
              const { bucket, key } = s3location ?? {};
              const place = bucket && key ? { region, bucket, key, versionId: null } : null;
              found.push({ direction, name: name ?? '', place, ...common });
            }
          };
          named('input', execution.input?.inputArtifacts);
          named('output', execution.output?.outputArtifacts);
        }
        nextToken = answer.nextToken;
        if (!nextToken) break;
      }
      return found;
    },
  };
}
