import type { ActionDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline';
import { invalidAction, invalidStructure } from './declaration-refusals.ts';

const reservedNamespaces = new Set(['codepipeline', 'variables']);

/** Every output has a name of its own, and every input comes out of an earlier stage or a smaller run order. */
export function checkArtifacts(stages: readonly StageDeclaration[]): void {
  const made = new Set<string | undefined>();
  for (const { actions = [] } of stages) {
    const inOrder = [...actions].sort((a, b) => orderOf(a) - orderOf(b));
    let fresh: (string | undefined)[] = [];
    let order = 0;
    for (const action of inOrder) {
      if (orderOf(action) > order) {
        for (const name of fresh) made.add(name);
        fresh = [];
        order = orderOf(action);
      }
      checkInputs(action, made);
      for (const { name } of action.outputArtifacts ?? []) {
        if (made.has(name) || fresh.includes(name)) {
          throw invalidStructure(
            `Output Artifact Bundle name must be unique within the pipeline. ${name} has been used more than once`,
          );
        }
        fresh.push(name);
      }
    }
    for (const name of fresh) made.add(name);
  }
}

/** Namespaces are unique in a pipeline, and two of them belong to the service. */
export function checkNamespaces(stages: readonly StageDeclaration[]): void {
  const used = new Set<string>();
  for (const { name: stageName, actions = [] } of stages) {
    for (const { name, namespace } of actions) {
      if (namespace === undefined) continue;
      if (reservedNamespaces.has(namespace)) {
        throw invalidAction(`The namespace ${namespace} of action ${name} in stage ${stageName} is reserved`);
      }
      if (used.has(namespace)) {
        const message = `Namespaces must be unique within a pipeline. ${namespace} is used more than once`;
        throw invalidAction(message);
      }
      used.add(namespace);
    }
  }
}

function checkInputs(action: ActionDeclaration, made: ReadonlySet<string | undefined>): void {
  const names = (action.inputArtifacts ?? []).map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    if (!made.has(name)) {
      throw invalidAction(
        `Input Artifact Bundle ${name} in action ${action.name} is not declared as Output Artifact Bundle in any of the preceding actions`,
      );
    }
    if (names.indexOf(name) !== index) {
      throw invalidAction(`Action ${action.name} declares the input artifact ${name} more than once`);
    }
  }
}

function orderOf(action: ActionDeclaration): number {
  return action.runOrder ?? 1;
}
