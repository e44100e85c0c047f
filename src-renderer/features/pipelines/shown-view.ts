import type { PipelineRef } from '#shared/domain/pipeline.ts';
import { pipelineAddress } from '#renderer/run-view/pipeline-path.ts';

/** The views of a pipeline's page, in the order of their tabs. */
export const PIPELINE_VIEWS = [
  { id: 'graph', text: 'Now' },
  { id: 'history', text: 'History' },
  { id: 'chart', text: 'Chart' },
  { id: 'compare', text: 'Compare' },
] as const;
export type PipelineView = (typeof PIPELINE_VIEWS)[number]['id'];

/** The view that an address asks for; `Now` for anything else. */
export function viewOf(params: URLSearchParams): PipelineView {
  return PIPELINE_VIEWS.find(({ id }) => id === params.get('view'))?.id ?? 'graph';
}

/** The address of a view of a pipeline, with what is chosen there. */
export function viewAddress(
  { region, name }: PipelineRef,
  view: PipelineView,
  more: Readonly<Record<string, string>> = {},
): string {
  const params = new URLSearchParams({ ...(view === 'graph' ? {} : { view }), ...more }).toString();
  return `${pipelineAddress(region, name)}${params === '' ? '' : `?${params}`}`;
}
