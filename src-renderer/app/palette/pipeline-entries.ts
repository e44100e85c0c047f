import type { PipelineAct } from '#shared/domain/pipeline-act.ts';
import type { PipelineSnapshot } from '#shared/domain/pipeline.ts';
import type { ResponseOf } from '#shared/ipc/contract.ts';
import { allOffers } from '#renderer/features/pipelines/acts/all-offers.ts';
import { actWords } from '#renderer/features/pipelines/acts/act-words.ts';
import { listAddress } from '#renderer/features/pipelines/list/list-rows.ts';
import { pipelineAddress } from '#renderer/run-view/pipeline-path.ts';
import { foldedWords, type PaletteEntry } from './entries.ts';

const MOST_FOUND = 8;
/** So many transitions stand in the palette before anything is typed. */
const MOST_STANDING = 6;

/** The acts on the pipeline of the page, as its own buttons offer them; one that cannot work says why. */
export function pipelineActEntries(
  snapshot: PipelineSnapshot,
  act: (draft: PipelineAct) => void,
  readOnly: string | null,
): PaletteEntry[] {
  const offers = allOffers(snapshot);
  const standing = offers.filter((offer) => offer.standing).length;
  return offers.map((offer) => ({
    id: `pipeline act ${offer.label} ${offer.where}`,
    group: 'This pipeline',
    label: offer.label,
    detail: offer.where,
    words: `execution ${offer.why === null ? actWords(offer.draft).title : ''}`,
    ...(offer.standing && (standing > MOST_STANDING || offer.draft.kind === 'rollback')
      ? { onlyFound: true }
      : {}),
    why: readOnly ?? offer.why,
    to: () => act(offer.draft),
  }));
}

/**
 * The pipelines whose names or regions hold every word, the shortest names first, at most eight; the last line leads to the list
 * when there are more.
 */
export function foundPipelines(regions: ResponseOf<'pipelines.list'>, text: string): PaletteEntry[] {
  const words = foldedWords(text).filter((word) => !['open', 'pipeline', 'in'].includes(word));
  if (words.length === 0) return [];
  const found = regions
    .flatMap(({ region, pipelines }) =>
      pipelines.map(({ name, executionMode }) => ({ region, name, executionMode })),
    )
    .filter(({ region, name }) => words.every((word) => `${name} ${region}`.toLowerCase().includes(word)))
    .sort((a, b) => a.name.length - b.name.length || a.name.localeCompare(b.name, 'en'));
  const lines = found.slice(0, MOST_FOUND).map(({ region, name, executionMode }): PaletteEntry => ({
    id: `pipeline ${region}/${name}`,
    group: 'Go to',
    label: `Open pipeline ${name} in ${region}`,
    ...(executionMode === null ? {} : { detail: executionMode }),
    to: pipelineAddress(region, name),
  }));
  // The list's filter looks into names only.
  const [word = ''] = words;
  const listed = found.filter(({ name }) => name.toLowerCase().includes(word)).length;
  if (found.length <= MOST_FOUND || words.length > 1 || listed !== found.length) return lines;
  return [
    ...lines,
    {
      id: 'find in pipelines',
      group: 'Go to',
      label: `Show all ${found.length.toLocaleString('en')} pipelines with “${word}”`,
      to: listAddress({ text: word, region: '', mode: '', state: 'any' }),
    },
  ];
}
