import { ServiceError } from '../service-error.ts';

/** A refusal of the declaration as a whole. */
export function invalidStructure(message: string): ServiceError {
  return new ServiceError('InvalidStructureException', message);
}

/** A refusal of one stage. */
export function invalidStage(message: string): ServiceError {
  return new ServiceError('InvalidStageDeclarationException', message);
}

/** A refusal of one action. */
export function invalidAction(message: string): ServiceError {
  return new ServiceError('InvalidActionDeclarationException', message);
}

/** The first of several names that occurs a second time. */
export function firstRepeated(names: readonly (string | undefined)[]): string | undefined {
  const seen = new Set<string | undefined>();
  return names.find((name) => seen.size === seen.add(name).size);
}
