import type { z } from 'zod';
import type { artifactsChannels } from '#shared/ipc/areas/artifacts.ts';
import type { RunObjects } from './artifact-run-objects.ts';
import type { Actor } from './runtime.ts';

type Channels = typeof artifactsChannels;
type Named<N extends string> = `artifacts.${N}` & keyof Channels;

/** What the contract asks of one of the desk's questions, without `artifacts.` before its name. */
export type ArtifactsAsked<N extends string> = z.output<Channels[Named<N>]['request']>;
/** What the contract says that it answers. */
export type ArtifactsAnswer<N extends string> = z.infer<Channels[Named<N>]['response']>;

type Answers<N extends string> = (asked: ArtifactsAsked<N>) => Promise<ArtifactsAnswer<N>>;

/** What a save needs of the person: a file's place, or a folder in which a new one is made; with a name for either. */
export interface SaveWish {
  readonly kind: 'file' | 'folder';
  readonly name: string;
}

/**
 * The artifacts of one environment: what lies in S3, what is in it, and long work on it. S3's refusals are answers (`problem`);
 * what was closed or forgotten throws `not-found`. Everything it has open ends with the runtime.
 */
export interface ArtifactDesk {
  readonly buckets: Answers<'buckets'>;
  readonly list: Answers<'list'>;
  /** Begins at once; rows are kept up to 1,000,000 keys and the listing says where it stopped. */
  readonly startListing: Answers<'startListing'>;
  readonly listing: Answers<'listing'>;
  readonly stopListing: Answers<'stopListing'>;
  readonly versions: Answers<'versions'>;
  readonly pipelines: Answers<'pipelines'>;
  readonly named: Answers<'named'>;
  readonly ofRun: Answers<'ofRun'>;
  /** The least lately used of the opened artifacts are closed when there are too many, or when nobody asks for long. */
  readonly open: Answers<'open'>;
  readonly close: Answers<'close'>;
  readonly entries: Answers<'entries'>;
  readonly preview: Answers<'preview'>;
  readonly compare: Answers<'compare'>;
  readonly comparison: Answers<'comparison'>;
  readonly stopComparison: Answers<'stopComparison'>;
  /** Where such a save goes to. Throws `not-allowed-now` for what cannot be saved. */
  saveWish(asked: ArtifactsAsked<'save'>): SaveWish;
  /** Saves to what the person chose for the wish, an absolute path; answers the task's id. */
  save(asked: ArtifactsAsked<'save'>, place: string): Promise<string>;
  /**
   * Writes a content to a private temporary file that the desktop may open, emptied when the runtime ends; answers its path.
   * Throws `not-allowed-now` for a content that could run.
   */
  saveForOpening(content: ArtifactsAsked<'openOutside'>): Promise<string>;
  /** Why no file can be put for this run; null where one can. Refusals of the environment's protection come first. */
  whyNotUpload(asked: ArtifactsAsked<'upload'>, by?: Actor): Promise<string | null>;
  /** Puts the file at `path` as the run's output artifact; answers the task's id. Throws `not-allowed-now`. */
  upload(asked: ArtifactsAsked<'upload'>, path: string, by?: Actor): Promise<string>;
  readonly tasks: Answers<'tasks'>;
  readonly cancelTask: Answers<'cancelTask'>;
  readonly resumeTask: Answers<'resumeTask'>;
  readonly forgetTask: Answers<'forgetTask'>;
  /** The file or folder that a save made. Throws `not-found`. */
  savedPlace(taskId: string): string;
  /** For the command line. */
  readonly runObjects: RunObjects;
  readonly cache: Answers<'cache'>;
  readonly clearCache: Answers<'clearCache'>;
}
