import type { Random } from '../seeded-random.ts';
import type { ActionType } from '../world/action-types.ts';
import type { Client } from '../world/clients.ts';

/** An action type with what its vendor would set up for it on the host's side. */
export interface ScenarioActionType extends ActionType {
  readonly processor: 'http' | 'manual';
  /** Names of the configuration properties that are secret. */
  readonly secretConfiguration: readonly string[];
}

/** A customer. `onFile: false` means: the vendor has lost the token, the service still knows it. */
export interface ScenarioClient extends Client {
  readonly label: string;
  readonly onFile: boolean;
}

/** A pipeline's name, mode and stages, as the customer made it. */
export interface ScenarioPipeline {
  readonly name: string;
  readonly region: string;
  readonly executionMode: 'SUPERSEDED' | 'QUEUED' | 'PARALLEL';
  readonly stages: readonly string[];
}

/** A run to be started, by names alone; ids, keys and artifacts are made when it starts. */
export interface RunOrder {
  readonly region: string;
  readonly actionTypeId: ActionType['id'];
  readonly clientId: string | null;
  readonly configuration: Readonly<Record<string, string>>;
  readonly secretConfiguration: readonly string[];
  readonly inputArtifacts: readonly string[];
  readonly outputArtifacts: readonly string[];
  readonly pipeline: {
    readonly pipelineName: string;
    readonly stageName: string;
    readonly actionName: string;
  };
  /** Whether the job names the key for its artifacts; without it a worker uses the AWS-managed key. */
  readonly customerKey: boolean;
}

/** A run that is there from the start, and how it ends when everybody does their work. */
export interface Seed {
  readonly name: string;
  readonly intended: 'succeeded' | 'failed' | 'waits-for-human';
  readonly order: RunOrder;
}

/** Runs that keep coming while somebody polls. */
export interface FlowPlan {
  readonly averageSeconds: number;
  readonly maxUnfinished: number;
  draw(random: Random): RunOrder;
}

/** A world to work in: everything a simulator starts with. */
export interface Scenario {
  readonly name: string;
  readonly regions: readonly string[];
  readonly accountId: string;
  /** Accepted from anybody; nothing is verified yet. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly timing: {
    readonly continueAfterSeconds: number;
    readonly redeliverAfterSeconds: number;
    readonly jobTimeoutSeconds: number;
  };
  /** How long the vendor's backend works on a run whose configuration says nothing. */
  readonly backendDurationSeconds: number;
  readonly actionTypes: readonly ScenarioActionType[];
  readonly clients: readonly ScenarioClient[];
  readonly pipelines: readonly ScenarioPipeline[];
  readonly seeds: readonly Seed[];
  readonly flow: FlowPlan | null;
}
