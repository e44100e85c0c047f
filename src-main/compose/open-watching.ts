import type { Log } from '../agent/ports.ts';
import type { AgentConfig } from '../config/agent-config.ts';
import { createSystemClock } from '../platform/clock.ts';
import { tryDisk } from '../watching/try-disk.ts';
import { createWatching, type AgentWatch } from '../watching/watching.ts';
import { openWatchingServer } from '../watching/watching-server.ts';

/** Where metrics and health are served; port 0 is any free one. */
export interface WatchingPlace {
  host: string;
  port: number;
}

export interface OpenWatching {
  readonly watch: AgentWatch;
  close(): Promise<void>;
}

/** Metrics and health of the agent that is about to start, over HTTP. Throws `invalid-input` where it cannot listen. */
export async function openWatching(
  { host, port }: WatchingPlace,
  config: AgentConfig,
  dataDir: string,
  log: Log,
): Promise<OpenWatching> {
  const watching = createWatching({
    environment: config.environment,
    regions: config.regions,
    pollIntervalMs: config.pollSeconds * 1000,
    slots: config.maxConcurrentRuns,
    clock: createSystemClock(),
    tryDisk: () => tryDisk(dataDir),
  });
  try {
    const server = await openWatchingServer({ host, port, watching, log });
    const close = async (): Promise<void> => {
      await server.close();
      watching.end();
    };
    return { watch: watching, close };
  } catch (thrown) {
    watching.end();
    throw thrown;
  }
}
