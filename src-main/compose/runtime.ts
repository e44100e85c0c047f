import type { Act, ActOutcome } from '#shared/domain/acts.ts';
import type { AgentBudget } from '#shared/domain/agent-budget.ts';
import type { CellAction, CellView } from '#shared/domain/agent-cell.ts';
import type { AgentHistory } from '#shared/domain/agent-history.ts';
import type {
  ClientPage,
  ClientQuery,
  ClientView,
  PlainClient,
  UnmatchedClient,
} from '#shared/domain/client.ts';
import type { Protection } from '#shared/domain/environment.ts';
import type { Notice } from '#shared/domain/notice.ts';
import type { PipelineRef } from '#shared/domain/pipeline.ts';
import type {
  RunCount,
  RunDetail,
  RunMatch,
  RunPage,
  RunQuery,
  RunSelection,
  RunSummary,
} from '#shared/domain/run.ts';
import type { RunValuesQuery } from '#shared/domain/run-filter.ts';
import type { RunState } from '#shared/domain/run-state.ts';
import type { RunNotes } from '../store/run-notes.ts';
import type { StageRetryMode } from '#shared/domain/stage-retry.ts';
import type { StageReport } from './retry-stage.ts';
import type { ArtifactDesk } from './artifact-desk.ts';
import type { AuditDesk } from './audit-desk.ts';
import type { HoldsDesk } from './holds-desk.ts';
import type { BulkDesk } from './bulk-acts.ts';
import type { PipelineDesk } from './pipeline-desk.ts';

/** Whether client tokens outlive this session, and why not where they do not. */
export interface TokenKeeping {
  kept: boolean;
  sentence: string;
}

/** What an act ended in, after the state was read back from the ledger. */
export interface ActReport {
  outcome: ActOutcome;
  sentence: string;
  before: RunState;
  after: RunState;
}

/** Who asks, where it is not the person at the window, and why. */
export interface Actor {
  who: string;
  reason: string | null;
  /** The name that a protected environment asks to be typed out. */
  typedName?: string | undefined;
}

export type { PlainClient };

/** How a client of an import stands to what is stored, and the label that is stored now. */
export interface ClientComparison {
  readonly verdict: 'new' | 'replaces' | 'same';
  readonly labelBefore: string | null;
}

/** An import while it runs: told after each slice, and cancelled by the signal while nothing has been taken. */
export interface ClientImportWatch {
  onProgress?(phase: 'staging' | 'taking', done: number, total: number): void;
  readonly signal?: AbortSignal;
}

export type RuntimeEvent =
  | { kind: 'run-changed'; runId: string }
  | { kind: 'bulk-changed' }
  /** Ids of what moved; at most about five times a second. */
  | {
      kind: 'artifacts-changed';
      listings: readonly string[];
      comparisons: readonly string[];
      tasks: readonly string[];
    }
  /** An act was sent for the pipeline, or the work of one of its runs was cancelled. */
  | { kind: 'pipeline-changed'; pipeline: PipelineRef }
  | { kind: 'holds-changed' }
  | { kind: 'clients-changed' }
  | { kind: 'cells-changed' }
  | { kind: 'notices-changed' }
  /** Found at work: the next start mends it. Told once, also to who subscribes later; the cells are as before they were paused. */
  | { kind: 'ledger-damaged'; cells: readonly CellView[] };

/**
 * One environment at work: agent, ledger and vault wired together. The window's IPC handlers and the headless host speak to
 * this only. Methods throw ActionDeskError.
 */
export interface Runtime {
  readonly environment: string;
  readonly practice: boolean;
  readonly protection: Protection;
  /** `http://127.0.0.1:PORT` while practising, else null. */
  readonly simulatorEndpoint: string | null;
  readonly tokenKeeping: TokenKeeping;
  listRuns(query: RunQuery): Promise<RunPage>;
  /** How many match now, in which state. */
  countRuns(match: RunMatch): Promise<RunCount>;
  /** The most frequent values of a property that hold the text. */
  runValues(query: RunValuesQuery): Promise<{ value: string; runs: number }[]>;
  /** The runs of a selection as it is now, some at a time, with room for other work in between. */
  readRuns(selection: RunSelection): AsyncIterable<readonly RunSummary[]>;
  /** By run id, by any job id of the chain, or by external execution id. Throws `not-found`. */
  getRun(id: string): Promise<RunDetail>;
  act(runId: string, act: Act, by?: Actor): Promise<ActReport>;
  /** See `retry-stage.ts`. Throws `not-allowed-now` where the stage cannot be retried from here. */
  retryStage(runId: string, mode: StageRetryMode, by?: Actor): Promise<StageReport>;
  listClients(query: ClientQuery): Promise<ClientPage>;
  /** The clients whose jobs wait, the most urgent first: the first of `total`. */
  unmatchedClients(): Promise<{ unmatched: UnmatchedClient[]; total: number }>;
  /** Null for an unknown client. */
  findClient(clientId: string): Promise<ClientView | null>;
  /** The token is taken as plain text here and nowhere else; it is encrypted before it touches the disk. */
  addClient(
    client: PlainClient,
    by?: Actor,
  ): Promise<{ client: ClientView; wasKnown: boolean; releasedRuns: number }>;
  /** Replaces the token of a known client. Throws `not-found`. */
  rotateToken(
    clientId: string,
    token: string,
    by?: Actor,
  ): Promise<{ client: ClientView; releasedRuns: number }>;
  /** Throws `not-found`. */
  renameClient(clientId: string, label: string, by?: Actor): Promise<ClientView>;
  /** Nothing new is claimed for a disabled client; enabling it releases what waited. Throws `not-found`. */
  setClientDisabled(
    clientId: string,
    disabled: boolean,
    by?: Actor,
  ): Promise<{ client: ClientView; releasedRuns: number }>;
  /** In the order of `clients`; changes nothing. */
  compareClients(clients: readonly PlainClient[], signal: AbortSignal): Promise<ClientComparison[]>;
  /** All or none, in slices; `releasedRuns` counts every run that waited for a token. See `store/client-import.ts`. */
  importClients(
    clients: readonly PlainClient[],
    by?: Actor,
    watch?: ClientImportWatch,
  ): Promise<{ added: number; replaced: number; releasedRuns: number }>;
  removeClient(clientId: string, by?: Actor): Promise<boolean>;
  /** A small choice kept with this environment; undefined where there is none. Never a secret. */
  keptValue(name: string): Promise<unknown>;
  keepValue(name: string, value: unknown): Promise<void>;
  readonly bulk: BulkDesk;
  readonly holds: HoldsDesk;
  readonly audit: AuditDesk;
  readonly artifacts: ArtifactDesk;
  readonly pipelines: PipelineDesk;
  readonly notes: RunNotes;
  cells(): CellView[];
  /** An empty list of keys means all cells. Every switch that was turned is in the audit. */
  control(action: CellAction, keys: readonly string[], by?: Actor): CellView[];
  /** The last ten minutes of each cell. */
  agentHistory(): AgentHistory;
  agentBudget(): AgentBudget;
  /** What concerns every page, the most urgent first; `notices-changed` tells when it says something else. */
  notices(): Notice[];
  /** The computer was asleep: every cell that is not paused polls now. */
  wake(): void;
  /**
   * Makes a call of the console's own within the budget of the environment's region: after results, claims and polls. Throws
   * what the call throws.
   */
  readonly consoleCall: <T>(region: string, send: () => Promise<T>) => Promise<T>;
  /** Answers a function that ends the subscription. */
  subscribe(listener: (event: RuntimeEvent) => void): () => void;
  /** No new claims; everything in hand is answered or handed over within `drainMs`; then all resources are closed. */
  close(drainMs: number): Promise<void>;
}
