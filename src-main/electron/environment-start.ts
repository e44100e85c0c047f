import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '#main/agent/ports.ts';
import type { Replay } from '#main/compose/run-replay.ts';
import type { Runtime, TokenKeeping } from '#main/compose/runtime.ts';
import type { KeyHandle } from '#main/vault/key-handle.ts';
import type { CellView } from '#shared/domain/agent-cell.ts';
import type { Environment } from '#shared/domain/environment.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { openEnvironmentKey } from './environment-key.ts';
import { PRACTICE, type EnvironmentFile } from './environment-file.ts';
import type { Keyring } from './keyring.ts';

/** The two ways to wire a runtime; the entry file hands them in, so that this folder knows no wiring. */
export interface RuntimeStarts {
  readonly practice: (options: {
    dataDir: string;
    log: Log;
    scenario?: string;
    replay?: Replay | undefined;
    nativeBinding?: string;
  }) => Promise<Runtime>;
  readonly live: (options: {
    environment: Environment;
    dataDir: string;
    key: KeyHandle;
    tokenKeeping: TokenKeeping;
    log: Log;
    nativeBinding?: string;
    cellsBefore?: readonly CellView[] | undefined;
  }) => Promise<Runtime>;
}

/**
 * Makes the function that starts an environment by name in `<userData>/environments/<name>`. The practice folder is
 * emptied first: its key lives in memory only. `cellsBefore`: see
 * `AgentRuntimeOptions`. Throws `not-found` for an unknown name.
 */
export function createEnvironmentStart(options: {
  readonly userData: string;
  readonly starts: RuntimeStarts;
  readonly file: EnvironmentFile;
  /** Called for stored environments only, once the application is ready. */
  readonly keyring: () => Promise<Keyring>;
  readonly log: Log;
  readonly scenario: string | undefined;
  readonly nativeBinding: string | undefined;
  /** Asked at each start of practice: the story that it plays this once, or null. */
  readonly takeReplay?: () => Replay | null;
}): (name: string, cellsBefore?: readonly CellView[]) => Promise<Runtime> {
  const { starts, file, log, scenario } = options;
  const native = options.nativeBinding === undefined ? {} : { nativeBinding: options.nativeBinding };

  return async (name, cellsBefore) => {
    const dataDir = join(options.userData, 'environments', name);
    if (name === PRACTICE) {
      await rm(dataDir, { recursive: true, force: true });
      await mkdir(dataDir, { recursive: true, mode: 0o700 });
      return starts.practice({
        dataDir,
        log,
        ...native,
        ...(scenario === undefined ? {} : { scenario }),
        replay: options.takeReplay?.() ?? undefined,
      });
    }
    const environment = file.find(name);
    if (!environment) {
      throw new ActionDeskError(
        'not-found',
        `There is no environment with the name ${JSON.stringify(name)}.`,
      );
    }
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    const key = await openEnvironmentKey(dataDir, await options.keyring(), log);
    return starts.live({ environment, dataDir, ...key, log, ...native, cellsBefore });
  };
}
