import type { AuditNote } from '#main/compose/audit-later.ts';
import type { Runtime } from '#main/compose/runtime.ts';
import { environmentChange } from '#main/config/environment-change.ts';
import { settingsWarnings } from '#main/config/settings-warnings.ts';
import { osUser } from '#main/platform/os-user.ts';
import type { BackendTryOrder, BackendTryReport } from '#shared/domain/backend-try.ts';
import type { ConnectionReport } from '#shared/domain/connection-test.ts';
import type { Environment, EnvironmentView } from '#shared/domain/environment.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { RequestChannel } from '#shared/ipc/channels.ts';
import type { Handlers } from '../answer-request.ts';
import { PRACTICE, type EnvironmentFile } from '../environment-file.ts';
import type { RuntimeHost } from '#main/compose/runtime-host.ts';

type EnvironmentChannel = Extract<RequestChannel, `environments.${string}`>;

/**
 * Finds out who we are and what is allowed with a definition that need not be stored; each call is made through `turn`, the
 * budget of the environment at work, where there is one.
 */
export type TestConnection = (
  environment: Environment,
  turn?: Runtime['consoleCall'],
) => Promise<ConnectionReport>;

/** What the environment handlers work with. */
export interface EnvironmentDesk {
  readonly host: RuntimeHost;
  readonly file: EnvironmentFile;
  readonly testConnection: TestConnection;
  readonly tryProcessor: (order: BackendTryOrder) => Promise<BackendTryReport>;
  /** Keeps an entry for the audit of an environment until its ledger is open. */
  readonly noteForLater: (environment: string, note: AuditNote) => Promise<void>;
  /** Runs after every change. */
  readonly onChanged: () => void;
}

/** The environments as the settings page lists them: the built-in one first. */
export function environmentViews(host: RuntimeHost, file: EnvironmentFile): EnvironmentView[] {
  const view = (name: string, definition: Environment | null): EnvironmentView => ({
    name,
    builtIn: definition === null,
    active: name === host.environment(),
    definition,
  });
  return [view(PRACTICE, null), ...file.list().map((environment) => view(environment.name, environment))];
}

/** Environments: the stored ones, and which of them is at work. What is changed goes into the audit of the environment. */
export function environmentsHandlers(desk: EnvironmentDesk): Pick<Handlers, EnvironmentChannel> {
  const { host, file, onChanged } = desk;

  /** The practice ledger is emptied at each start: nothing is kept for it. */
  async function note(
    name: string,
    act: string,
    states: { before: string | null; after: string | null },
  ): Promise<void> {
    if (name === PRACTICE) return;
    const entry = { at: Date.now(), who: osUser(), act, subject: name, outcome: 'took-effect', reason: null };
    await desk.noteForLater(name, { ...entry, ...states });
  }

  return {
    'environments.list': () => Promise.resolve(environmentViews(host, file)),
    'environments.save': async (environment) => {
      const before = file.find(environment.name);
      await file.save(environment);
      const change = environmentChange(before, environment);
      if (change) await note(environment.name, before ? 'change environment' : 'add environment', change);
      // The agent at work must not go on with settings that people no longer see.
      if (environment.name === host.environment()) await host.use(environment.name);
      onChanged();
      return { warnings: settingsWarnings(environment) };
    },
    'environments.remove': async ({ name }) => {
      if (name === PRACTICE) throw new ActionDeskError('not-allowed-now', 'Practice is built in.');
      await file.remove(name);
      // Its own audit may never be opened again: the environment at work remembers it too.
      await note(name, 'remove environment', { before: 'stored', after: 'removed' });
      const atWork = await host.runtime().catch(() => null);
      atWork?.audit.record('remove environment', name, 'took-effect', 'stored', 'removed');
      onChanged();
      return null;
    },
    'environments.use': async ({ name }) => {
      const left = host.environment();
      await file.setActive(name);
      if (left !== name)
        await note(left, 'leave environment', { before: 'at work', after: `${name} at work` });
      await note(name, 'use environment', { before: `${left} at work`, after: 'at work' });
      await host.use(name);
      onChanged();
      return null;
    },
    'environments.test': async (environment) => {
      const atWork = environment.name === host.environment() ? await host.runtime().catch(() => null) : null;
      return desk.testConnection(environment, atWork?.consoleCall);
    },
    'environments.try': (order) => desk.tryProcessor(order),
  };
}
