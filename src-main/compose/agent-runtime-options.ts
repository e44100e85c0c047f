import type { CellView } from '#shared/domain/agent-cell.ts';
import type { Protection } from '#shared/domain/environment.ts';
import type { createAgent } from '../agent/agent.ts';
import type { Log } from '../agent/ports.ts';
import type { AwsAccess } from '../aws/clients.ts';
import type { diskSpace } from '../platform/disk-space.ts';
import type { KeyHandle } from '../vault/key-handle.ts';
import type { AgentWatch } from '../watching/watching.ts';
import type { WrittenSettings } from './agent-settings.ts';
import type { TokenKeeping } from './runtime.ts';

/** All that one environment needs to be at work; whatever has a default is optional. */
export interface AgentRuntimeOptions {
  environment: string;
  practice: boolean;
  /** What the folder's last environment said unless given, and `open` in a new one. */
  protection?: Protection;
  simulatorEndpoint: string | null;
  tokenKeeping: TokenKeeping;
  dataDir: string;
  key: KeyHandle;
  access: AwsAccess;
  settings: WrittenSettings;
  log: Log;
  nativeBinding?: string | undefined;
  /** Called before the agent starts, with the client store open: practice puts its vendor's clients there. */
  prepare?: (runtime: {
    addClient: (client: { clientId: string; label: string; token: string }) => Promise<unknown>;
  }) => Promise<void>;
  /** Every cell begins paused: what an earlier agent left is taken up, and nothing new is polled. */
  paused?: boolean;
  /** The cells of the agent whose place this one takes by itself: their switches stay as they were. */
  cellsBefore?: readonly CellView[] | undefined;
  /** Sees what passes through the agent's ports, for metrics and health. */
  watch?: AgentWatch | undefined;
  /** Asks for the disk of the data folder; the system's answer unless given. */
  diskSpace?: typeof diskSpace;
  /** Puts the agent together; the crash matrix wraps ports and processors here. `createAgent` unless given. */
  makeAgent?: typeof createAgent;
}
