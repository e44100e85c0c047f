import { z } from 'zod';
import { runBundleSchema } from '../../domain/run-bundle.ts';

/** Runs as files. */
export const bundlesChannels = {
  /** Asks for a place and writes the run there; `file` is the name alone, null where the person thought better of it. */
  'bundles.export': {
    request: z.strictObject({ runId: z.string().min(1).max(600) }),
    response: z.object({ file: z.string().nullable() }),
  },
  /** Asks for a file and reads it; null where the person thought better of it. A file that is no bundle is refused. */
  'bundles.open': {
    request: z.null(),
    response: z.object({ opened: z.object({ name: z.string(), bundle: runBundleSchema }).nullable() }),
  },
  /**
   * Starts practice afresh with this run alone, in place of whatever environment is at work; answers what the replay leaves
   * out, a sentence each.
   */
  'bundles.replay': {
    request: z.strictObject({ bundle: runBundleSchema }),
    response: z.object({ leftOut: z.array(z.string()) }),
  },
} as const;
