import type { SourceRevisionOverride } from '@aws-sdk/client-codepipeline';
import type { ActionAddress } from '../world.ts';
import type { ArtifactCopy } from './artifact-places.ts';

/**
 * Something the world needs from its host, because it concerns bytes. The host does errands in order and gives
 * the world what it found.
 */
export type Errand =
  /** Read a source action's revision and put its zip into the pipeline's artifact bucket; ends in `sourceRead`. */
  | {
      readonly kind: 'read-source';
      readonly at: ActionAddress;
      /** What was asked for at the start; for S3 an object key and a version can come together. */
      readonly overrides: readonly SourceRevisionOverride[];
    }
  /** Put a zip where each output artifact of a stand-in was promised; nothing comes back. */
  | { readonly kind: 'make-outputs'; readonly at: ActionAddress }
  /** Copy input artifacts into the bucket of the action's region; what is missing stays missing. */
  | { readonly kind: 'copy-artifacts'; readonly at: ActionAddress; readonly copies: readonly ArtifactCopy[] };
