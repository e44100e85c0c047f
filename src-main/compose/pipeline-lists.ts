import { toActionDeskError } from '#shared/domain/errors.ts';
import type { ExecutionMode, ListedPipeline, PipelineRef } from '#shared/domain/pipeline.ts';
import type { PipelineReader } from '../aws/pipelines.ts';
import type { PipelinesAnswer } from './pipeline-desk.ts';
import type { WithinBudget } from './pipeline-snapshot.ts';

type RegionList = PipelinesAnswer<'list'>[number];

/** The pipelines of each region, as they were listed last. */
export interface PipelineLists {
  /** Regions side by side; one that fails keeps what was known of it and says why. Asks once, or again where it is to refresh. */
  read(refresh: boolean): Promise<RegionList[]>;
  /** As it was listed last; null where it was not listed, or without a mode. */
  modeOf(ref: PipelineRef): ExecutionMode | null;
}

export function createPipelineLists(
  regions: readonly string[],
  reader: Pick<PipelineReader, 'list'>,
  call: WithinBudget,
  now: () => number,
): PipelineLists {
  const known = new Map<string, RegionList>();
  const asking = new Map<string, Promise<RegionList>>();

  async function ask(region: string): Promise<RegionList> {
    const readAt = now();
    try {
      const pipelines: ListedPipeline[] = [];
      let cursor: string | null = null;
      do {
        const page = await call(region, () => reader.list(region, cursor));
        pipelines.push(...page.items);
        cursor = page.cursor;
      } while (cursor !== null);
      return { region, pipelines, readAt, problem: null };
    } catch (thrown) {
      const before = known.get(region) ?? { pipelines: [], readAt: null };
      return { ...before, region, problem: toActionDeskError(thrown).message };
    }
  }

  function once(region: string): Promise<RegionList> {
    const under = asking.get(region);
    if (under) return under;
    const asked = ask(region).then((list) => {
      asking.delete(region);
      known.set(region, list);
      return list;
    });
    asking.set(region, asked);
    return asked;
  }

  return {
    read: (refresh) =>
      Promise.all(
        regions.map((region) => {
          const before = known.get(region);
          // A region that was never read is asked again whenever somebody looks.
          return before && before.readAt !== null && !refresh ? Promise.resolve(before) : once(region);
        }),
      ),
    modeOf: ({ region, name }) =>
      known.get(region)?.pipelines.find((pipeline) => pipeline.name === name)?.executionMode ?? null,
  };
}
