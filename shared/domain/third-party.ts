import { z } from 'zod';

/** What was bundled from others, as the build wrote it down; `texts` of a package are places in the list of texts. */
export const thirdPartySchema = z.object({
  packages: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      licence: z.string(),
      texts: z.array(z.number().int()),
    }),
  ),
  texts: z.array(z.string()),
});
export type ThirdParty = z.infer<typeof thirdPartySchema>;

const byName = (a: ThirdParty['packages'][number], b: ThirdParty['packages'][number]): number =>
  `${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1;

/** All lists as one, by name: a package or a text that several have is in it once. */
export function mergedThirdParty(lists: readonly ThirdParty[]): ThirdParty {
  const texts = [...new Set(lists.flatMap((list) => list.texts))];
  const packages = new Map<string, ThirdParty['packages'][number]>();
  for (const list of lists) {
    for (const one of list.packages) {
      const places = one.texts.map((at) => texts.indexOf(list.texts[at] ?? ''));
      packages.set(`${one.name} ${one.version}`, { ...one, texts: places });
    }
  }
  return { packages: [...packages.values()].sort(byName), texts };
}
