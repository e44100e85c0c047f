import { pipelineRefSchema, type PipelineRef } from '#shared/domain/pipeline.ts';

/** The pipeline whose page is on the screen; null on every other page. */
export function presentPipeline(): PipelineRef | null {
  const [, region, name] = /^#\/pipelines\/([^/?]+)\/([^/?]+)/.exec(location.hash) ?? [];
  if (region === undefined || name === undefined) return null;
  try {
    const read = pipelineRefSchema.safeParse({
      region: decodeURIComponent(region),
      name: decodeURIComponent(name),
    });
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
