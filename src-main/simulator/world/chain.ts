import type { ActionTypeId } from './action-types.ts';
import type { ActionAddress } from './world.ts';

/** Where an artifact lies, and under which name the action knows it. */
export interface ArtifactPlace {
  readonly name: string;
  readonly bucketName: string;
  readonly objectKey: string;
  readonly revision: string | null;
}

/** Where in which pipeline the action runs. The last two reach custom job workers only. */
export interface PipelinePlace {
  readonly pipelineName: string;
  readonly stageName: string;
  readonly actionName: string;
  readonly actionExecutionId: string;
  readonly pipelineArn: string;
  readonly pipelineExecutionId: string;
}

/** What every job of one action run carries unchanged. */
export interface ChainData {
  readonly region: string;
  readonly actionTypeId: ActionTypeId;
  readonly clientId: string | null;
  readonly accountId: string;
  /** Secret values included: job workers get them in the clear, nobody else does. */
  readonly configuration: Readonly<Record<string, string>>;
  readonly secretConfiguration: readonly string[];
  readonly inputArtifacts: readonly ArtifactPlace[];
  readonly outputArtifacts: readonly ArtifactPlace[];
  readonly encryptionKeyId: string | null;
  readonly pipeline: PipelinePlace;
}

/**
 * One action run: jobs joined by continuation tokens, never two at a time. `successor` is set between a result
 * with a token and the moment its next job appears. `final` is set once and for all by a success without a
 * token, by a failure or a time-out, or when the pipeline abandoned the action.
 */
export interface Chain {
  readonly chainId: string;
  readonly data: ChainData;
  jobIds: string[];
  successor: { at: number; continuationToken: string } | null;
  final: 'succeeded' | 'failed' | 'abandoned' | null;
  /** The pipeline's action this run belongs to; null for a run without a pipeline. */
  readonly action: ActionAddress | null;
  externalExecutionId: string | null;
  percentComplete: number | null;
}
