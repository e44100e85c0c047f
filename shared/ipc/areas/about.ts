import { z } from 'zod';
import { thirdPartySchema } from '../../domain/third-party.ts';

/** Folders on this computer that may be opened in the file manager. */
export const DATA_FOLDERS = ['data', 'environment', 'logs'] as const;

/** What runs here, where its data lies, and the text to send along with a question for help. */
export const aboutChannels = {
  'about.read': {
    request: z.null(),
    response: z.object({
      versions: z.array(z.object({ name: z.string(), version: z.string() })),
      licence: z.string(),
      folders: z.array(z.object({ folder: z.enum(DATA_FOLDERS), path: z.string() })),
      /** Without secrets, customer names and addresses; as it is at this moment. */
      diagnostics: z.string(),
    }),
  },
  /** The packages of others in this program, by name. Throws `not-found` where the build left no list. */
  'about.licences': { request: z.null(), response: thirdPartySchema },
  /** `problem` is the system's own sentence; null when the folder was opened. */
  'about.openFolder': {
    request: z.strictObject({ folder: z.enum(DATA_FOLDERS) }),
    response: z.object({ problem: z.string().nullable() }),
  },
} as const;
