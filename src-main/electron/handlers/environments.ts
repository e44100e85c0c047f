import type { Environment, EnvironmentView } from '#shared/domain/environment.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { Handlers } from '../answer-request.ts';
import { settingsWarnings } from '#main/config/settings-warnings.ts';
import { PRACTICE, type EnvironmentFile } from '../environment-file.ts';
import type { RuntimeHost } from '../runtime-host.ts';

type EnvironmentChannel =
  | 'environments.list'
  | 'environments.save'
  | 'environments.remove'
  | 'environments.use'
  | 'environments.test';

/** One call to CodePipeline a region with a definition that need not be stored. */
export type TestConnection = (
  environment: Environment,
) => Promise<{ region: string; ok: boolean; sentence: string }[]>;

/** Environments: the stored ones, and which of them is at work. `onChanged` runs after every change. */
export function environmentsHandlers(
  host: RuntimeHost,
  file: EnvironmentFile,
  testConnection: TestConnection,
  onChanged: () => void,
): Pick<Handlers, EnvironmentChannel> {
  const view = (name: string, definition: Environment | null): EnvironmentView => ({
    name,
    builtIn: definition === null,
    active: name === host.environment(),
    definition,
  });
  return {
    'environments.list': () =>
      Promise.resolve([
        view(PRACTICE, null),
        ...file.list().map((environment) => view(environment.name, environment)),
      ]),
    'environments.save': async (environment) => {
      await file.save(environment);
      // The agent at work must not go on with settings that people no longer see.
      if (environment.name === host.environment()) await host.use(environment.name);
      onChanged();
      return { warnings: settingsWarnings(environment) };
    },
    'environments.remove': async ({ name }) => {
      if (name === PRACTICE) throw new ActionDeskError('not-allowed-now', 'Practice is built in.');
      await file.remove(name);
      onChanged();
      return null;
    },
    'environments.use': async ({ name }) => {
      await file.setActive(name);
      await host.use(name);
      onChanged();
      return null;
    },
    'environments.test': testConnection,
  };
}
