import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { mergedThirdParty, thirdPartySchema } from '#shared/domain/third-party.ts';
import type { Handlers } from '../answer-request.ts';

/** Each is a build of its own, with its own list beside it. */
const PARTS = ['main', 'preload', 'renderer'];

/** @param outFolder the folder with the built parts. */
export function licencesHandlers(outFolder: string): Pick<Handlers, 'about.licences'> {
  return {
    'about.licences': async () => {
      try {
        const lists = PARTS.map(async (part) => {
          const written = await readFile(join(outFolder, part, 'third-party.json'), 'utf8');
          return thirdPartySchema.parse(JSON.parse(written));
        });
        return mergedThirdParty(await Promise.all(lists));
      } catch (thrown) {
        const sentence = 'This build carries no list of its third parties.';
        throw new ActionDeskError('not-found', sentence, { cause: thrown });
      }
    },
  };
}
