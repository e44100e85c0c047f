import type { ExecutionMode, PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline';
import type { Fault } from '../faults.ts';
import type { Random } from '../seeded-random.ts';
import type { ActionType, ActionTypeId } from '../world/action-types.ts';
import type { Client } from '../world/clients.ts';
import type { StandInRule } from '../world/pipelines/stand-ins.ts';

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

/** A versioned bucket for sources; each object holds the sources of the application it is named after. */
export interface ScenarioBucket {
  readonly name: string;
  readonly region: string;
  readonly objectKeys: readonly string[];
}

/**
 * A pipeline of the simulated account. It is made through CreatePipeline, which starts its first execution;
 * artifact stores are added in all regions that it touches.
 */
export interface ScenarioPipeline {
  readonly name: string;
  readonly region: string;
  readonly executionMode: ExecutionMode;
  readonly stages: readonly StageDeclaration[];
  readonly variables?: PipelineDeclaration['variables'];
}

/** A run to be started, by names alone; ids, keys and artifacts are made when it starts. */
export interface RunOrder {
  readonly region: string;
  readonly actionTypeId: ActionTypeId;
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

/** An execution to be started in a pipeline of the scenario, with values for its variables. */
export interface ExecutionOrder {
  readonly region: string;
  readonly pipelineName: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** An action of a pipeline of the scenario. */
export interface ActionPlace {
  readonly region: string;
  readonly pipelineName: string;
  readonly stageName: string;
  readonly actionName: string;
}

/**
 * A run that is there from the start, and how it ends when everybody does their work: a bare one, as the
 * pipelines of customers are not ours, or the one that an action of the scenario's own pipelines is in.
 */
export interface Seed {
  readonly name: string;
  readonly intended: 'succeeded' | 'failed' | 'waits-for-human';
  readonly run: { readonly order: RunOrder } | { readonly action: ActionPlace };
}

/** Something that happened before the simulator was started. */
export type PastEvent =
  | { readonly kind: 'order'; readonly order: RunOrder }
  /** A change at the source of a pipeline, which starts it. */
  | {
      readonly kind: 'push';
      readonly region: string;
      readonly pipelineName: string;
      readonly actionName: string;
      readonly summary: string;
    }
  /** Somebody starts an execution by hand. */
  | { readonly kind: 'start'; readonly region: string; readonly pipelineName: string }
  /** Somebody stops the way into a stage, and says why. */
  | {
      readonly kind: 'disable-transition';
      readonly region: string;
      readonly pipelineName: string;
      readonly stageName: string;
      readonly reason: string;
    }
  /** A worker takes the oldest job of an action type and is not heard of again. */
  | {
      readonly kind: 'claim';
      readonly region: string;
      readonly actionTypeId: ActionTypeId;
      readonly worker: string;
    }
  /** The first input artifact of an action's latest run is cut short or goes away. */
  | { readonly kind: 'spoil-input'; readonly actionName: string; readonly how: 'cut-short' | 'remove' };

/** When it happened, counted back from the start. */
export interface DatedEvent {
  readonly secondsAgo: number;
  readonly event: PastEvent;
}

/** Runs that keep coming while somebody polls. */
export interface FlowPlan {
  readonly averageSeconds: number;
  readonly maxUnfinished: number;
  draw(random: Random): RunOrder | ExecutionOrder;
}

/** The course of a backend run that was told beforehand. */
export interface BackendStory {
  readonly durationSeconds: number;
  readonly outcome: 'succeed' | 'fail';
  readonly failureMessage: string;
}

/** A world to work in: everything a simulator starts with. */
export interface Scenario {
  readonly name: string;
  /** One line for a person who chooses: what is there, and what it is good for. */
  readonly summary: string;
  readonly regions: readonly string[];
  readonly accountId: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly timing: {
    readonly continueAfterSeconds: number;
    readonly redeliverAfterSeconds: number;
    readonly jobTimeoutSeconds: number;
    /** How long the credentials in a job's data are good for. */
    readonly jobCredentialsSeconds: number;
    readonly sourcePollSeconds: number;
  };
  /** How long the vendor's backend works on a run whose configuration says nothing. */
  readonly backendDurationSeconds: number;
  /** How every run of the backend goes, whatever its configuration says; left out, the configuration decides. */
  readonly backendStory?: BackendStory;
  readonly actionTypes: readonly ScenarioActionType[];
  readonly clients: readonly ScenarioClient[];
  readonly buckets: readonly ScenarioBucket[];
  readonly standIns: readonly StandInRule[];
  /** Made `openedSecondsAgo` before the start, and run forward to it. */
  readonly pipelines: readonly ScenarioPipeline[];
  readonly openedSecondsAgo: number;
  /** In order; `secondsAgo` never grows. */
  readonly past: readonly DatedEvent[];
  readonly seeds: readonly Seed[];
  readonly flow: FlowPlan | null;
  readonly faults: readonly Fault[];
}
