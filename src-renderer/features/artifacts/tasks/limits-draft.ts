import {
  EXTRACTION_LIMITS,
  extractionLimitsSchema,
  type ExtractionLimits,
} from '#shared/domain/artifact-task.ts';

/** The limits as they are typed: sizes in MB. */
export type LimitsDraft = Record<keyof ExtractionLimits, string>;

const MB = 1024 ** 2;

/** Each limit with what it is called and its unit. */
export const LIMIT_FIELDS: readonly { name: keyof ExtractionLimits; label: string; unit: string }[] = [
  { name: 'maxEntries', label: 'Files and folders', unit: 'at most' },
  { name: 'maxTotalBytes', label: 'All together', unit: 'MB' },
  { name: 'maxFileBytes', label: 'One file', unit: 'MB' },
  { name: 'maxRatio', label: 'Unpacked for each packed byte', unit: 'times' },
];

const isBytes = (name: keyof ExtractionLimits): boolean =>
  name === 'maxTotalBytes' || name === 'maxFileBytes';

/** The usual limits, to be changed. */
export function limitsDraft(limits: ExtractionLimits = EXTRACTION_LIMITS): LimitsDraft {
  return {
    maxEntries: String(limits.maxEntries),
    maxTotalBytes: String(limits.maxTotalBytes / MB),
    maxFileBytes: String(limits.maxFileBytes / MB),
    maxRatio: String(limits.maxRatio),
  };
}

/** The limits of a draft, or which fields are not a number in their bounds. */
export function limitsOf(
  draft: LimitsDraft,
): { ok: true; limits: ExtractionLimits } | { ok: false; errors: Partial<LimitsDraft> } {
  const number = (name: keyof ExtractionLimits): number => {
    const text = draft[name].replaceAll(/[\s,_]/g, '');
    if (!/^\d+(\.\d+)?$/.test(text)) return NaN;
    return isBytes(name) ? Math.round(Number(text) * MB) : Number(text);
  };
  const parsed = extractionLimitsSchema.safeParse({
    maxEntries: number('maxEntries'),
    maxTotalBytes: number('maxTotalBytes'),
    maxFileBytes: number('maxFileBytes'),
    maxRatio: number('maxRatio'),
  });
  if (parsed.success) return { ok: true, limits: parsed.data };
  const errors: Partial<LimitsDraft> = {};
  for (const { path } of parsed.error.issues) {
    const field = LIMIT_FIELDS.find(({ name }) => name === path[0]);
    if (field)
      errors[field.name] =
        field.name === 'maxEntries' || field.name === 'maxRatio'
          ? 'Expected a number from 1 to 1,000,000.'
          : 'Expected a number of MB above 0.';
  }
  return { ok: false, errors };
}
