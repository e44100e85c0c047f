import type { Act, ActOutcome } from '#shared/domain/acts.ts';
import type { CellView } from '#shared/domain/agent-cell.ts';
import type { ClientView, UnmatchedClient } from '#shared/domain/client.ts';
import type { RunDetail, RunPage, RunQuery } from '#shared/domain/run.ts';
import type { RunState } from '#shared/domain/run-state.ts';

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
}

/** A client with its token in plain text: on its way from a person to the vault, and nowhere else. */
export interface PlainClient {
  clientId: string;
  label: string;
  token: string;
}

export type RuntimeEvent =
  { kind: 'run-changed'; runId: string } | { kind: 'clients-changed' } | { kind: 'cells-changed' };

/**
 * One environment at work: agent, ledger and vault wired together. The window's IPC handlers and the headless host speak to
 * this only. Methods throw ActionDeskError.
 */
export interface Runtime {
  readonly environment: string;
  readonly practice: boolean;
  /** `http://127.0.0.1:PORT` while practising, else null. */
  readonly simulatorEndpoint: string | null;
  readonly tokenKeeping: TokenKeeping;
  listRuns(query: RunQuery): Promise<RunPage>;
  /** By run id, by any job id of the chain, or by external execution id. Throws `not-found`. */
  getRun(id: string): Promise<RunDetail>;
  act(runId: string, act: Act, by?: Actor): Promise<ActReport>;
  listClients(): Promise<{ clients: ClientView[]; unmatched: UnmatchedClient[] }>;
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
  /** All or none; `releasedRuns` counts every run that waited for a token. */
  importClients(
    clients: readonly PlainClient[],
    by?: Actor,
  ): Promise<{ added: number; replaced: number; releasedRuns: number }>;
  removeClient(clientId: string, by?: Actor): Promise<boolean>;
  cells(): CellView[];
  /** An empty list of keys means all cells. */
  control(action: 'pause' | 'resume' | 'poll-now', keys: readonly string[]): CellView[];
  /** The computer was asleep: every cell that is not paused polls now. */
  wake(): void;
  /** Answers a function that ends the subscription. */
  subscribe(listener: (event: RuntimeEvent) => void): () => void;
  /** No new claims; everything in hand is answered or handed over within `drainMs`; then all resources are closed. */
  close(drainMs: number): Promise<void>;
}
