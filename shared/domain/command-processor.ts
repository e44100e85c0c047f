import { z } from 'zod';

const ABSOLUTE = /^(\/|[A-Za-z]:[\\/])/;

/** Without NUL: the operating system would cut the text there. */
const plainText = z.string().refine((text) => !text.includes('\0'), 'expected text without NUL characters');

/**
 * A local program that does the work of a run (README, "Command processor"). It is a part of the headless agent's configuration
 * file only: what the window's page can save never names a program to be run.
 */
export const commandProcessorSchema = z.strictObject({
  kind: z.literal('command'),
  command: plainText
    .min(1, 'expected the path of a program')
    .refine(
      (path) => ABSOLUTE.test(path) || !/[\\/]/.test(path),
      'expected an absolute path, or the bare name of a program in PATH',
    ),
  args: z.array(plainText).max(1_000).default([]),
  /** Unset: a private folder of the run. */
  workFolder: plainText
    .refine((path) => ABSOLUTE.test(path), 'expected an absolute path of a folder')
    .optional(),
  /** Beside a few that every program needs (PATH, HOME …): the agent's own variables are not handed down. */
  environment: z
    .record(
      z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected a name of letters, digits and underscores'),
      plainText,
    )
    .default({}),
  fetchInputArtifacts: z.boolean().default(false),
  uploadOutputArtifacts: z.boolean().default(false),
  /** A larger input artifact fails the run before the program is started. */
  maxArtifactMegabytes: z.number().positive().default(1024),
  passArtifactCredentials: z.boolean().default(false),
  backendGraceSeconds: z.number().positive().default(1800),
});
export type CommandProcessorConfig = z.infer<typeof commandProcessorSchema>;
