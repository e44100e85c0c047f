import { z } from 'zod';
import { artifactAccessSchema, objectPlaceSchema } from '#shared/domain/artifact.ts';
import type { ArtifactSide } from '#renderer/run-view/artifact-path.ts';
import { sideText } from './shown-place.ts';

const MOST_KEPT = 12;
const recentSchema = z.array(z.object({ via: artifactAccessSchema, place: objectPlaceSchema })).catch([]);

const keyOf = (environment: string): string => `action-desk.artifacts.${environment}`;

/** Artifacts that were looked into in an environment, the latest first; anything unreadable is as good as none. */
export function recentPlaces(environment: string, storage: Storage): ArtifactSide[] {
  try {
    return recentSchema.parse(JSON.parse(storage.getItem(keyOf(environment)) ?? '[]'));
  } catch {
    return [];
  }
}

/** Remembers one that was opened. */
export function keepPlace(environment: string, storage: Storage, side: ArtifactSide): void {
  const text = sideText(side);
  const others = recentPlaces(environment, storage).filter((one) => sideText(one) !== text);
  storage.setItem(keyOf(environment), JSON.stringify([side, ...others].slice(0, MOST_KEPT)));
}
