import { ActionDeskError } from '#shared/domain/errors.ts';
import { checkProtection, isDestructive, nameToType, whyReadOnly } from '#shared/domain/protection.ts';
import type { CommandDesk } from './answer-command.ts';
import type { Actor, Runtime } from './runtime.ts';

type Protected = Pick<Runtime, 'environment' | 'protection'>;

/** The part of a desk whose acts the environment's protection bounds, the same for window and command line. */
type ClientDesk = Pick<
  CommandDesk,
  | 'addClient'
  | 'rotateToken'
  | 'importClients'
  | 'renameClient'
  | 'setClientDisabled'
  | 'removeClient'
  | 'act'
  | 'getRun'
>;

/**
 * The desk's acts behind the environment's protection: refused in a read-only one; with a reason in a protected one, and with
 * the name typed out where the act is destructive.
 *
 * @param labelOf a client's label, null for an unknown one.
 */
export function protectDesk<Desk extends ClientDesk>(
  desk: Desk,
  environment: Protected,
  labelOf: (clientId: string) => Promise<string | null>,
): Desk {
  const check = (by: Actor | undefined, name: string | null = null): void =>
    checkProtection(environment, name, by);
  return {
    ...desk,
    async act(runId, act, by) {
      const destructive = environment.protection === 'protected' && isDestructive(act.kind, 1);
      check(by, destructive ? nameToType((await desk.getRun(runId)).run).name : null);
      return desk.act(runId, act, by);
    },
    async addClient(client, by) {
      await Promise.resolve(check(by));
      return desk.addClient(client, by);
    },
    async rotateToken(clientId, token, by) {
      await Promise.resolve(check(by));
      return desk.rotateToken(clientId, token, by);
    },
    async importClients(clients, by, watch) {
      await Promise.resolve(check(by));
      return desk.importClients(clients, by, watch);
    },
    async renameClient(clientId, label, by) {
      await Promise.resolve(check(by));
      return desk.renameClient(clientId, label, by);
    },
    async setClientDisabled(clientId, disabled, by) {
      await Promise.resolve(check(by));
      return desk.setClientDisabled(clientId, disabled, by);
    },
    async removeClient(clientId, by) {
      check(by, await labelOf(clientId));
      return desk.removeClient(clientId, by);
    },
  };
}

/** The same for a whole runtime, where more can be done. */
export function protectRuntime(runtime: Runtime): Runtime {
  const labelOf = async (clientId: string): Promise<string | null> =>
    (await runtime.findClient(clientId))?.label ?? null;
  return {
    ...protectDesk(runtime, runtime, labelOf),
    control(action, keys, by) {
      // A poll changes nothing, and a switch is turned back as easily as it is turned: no reason is asked for.
      const readOnly = whyReadOnly(runtime.protection, runtime.environment);
      if (readOnly && action !== 'poll-now') throw new ActionDeskError('not-allowed-now', readOnly);
      return runtime.control(action, keys, by);
    },
  };
}
