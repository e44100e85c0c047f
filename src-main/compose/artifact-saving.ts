import { basename } from 'node:path';
import type { ExtractionLimits } from '#shared/domain/artifact-task.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { extract } from '../artifacts/save/extract.ts';
import { planExtraction, type ExtractionPlan } from '../artifacts/save/plan-extraction.ts';
import { harmlessName } from '../artifacts/save/safe-path.ts';
import { saveFile } from '../artifacts/save/save-file.ts';
import {
  createTargetFolder,
  saysDiskFull,
  type OpenFile,
  type TargetFolder,
} from '../artifacts/save/target-folder.ts';
import type { SaveWish } from './artifact-desk.ts';
import type { ArtifactsAsked } from './artifact-desk.ts';
import type { OpenedOne } from './artifact-opened.ts';
import type { TaskWork } from './artifact-tasks.ts';

type What = ArtifactsAsked<'save'>['what'];

/**
 * Brings an object as it is to `place`, and goes on where an earlier try ended. Answers the sentence that says how it was
 * checked. Throws what S3 or the disk says.
 */
export type FetchObject = (
  one: OpenedOne,
  place: string,
  onBytes: (more: number) => void,
  signal: AbortSignal,
) => Promise<{ sentence: string }>;

/** What saving needs beside the opened artifact. */
export interface SavingParts {
  readonly fetchObject: FetchObject;
  /** Takes away what an interrupted one has left. */
  readonly forgetObject: (place: string) => Promise<void>;
  readonly platform?: NodeJS.Platform;
  /** A test lets the disk be full here. */
  readonly openFile?: OpenFile;
}

const nameOfObject = ({ object: { place } }: OpenedOne): string => harmlessName(place.key, 'artifact');

function entryOf(one: OpenedOne, index: number) {
  const entry = one.archive.entries[index];
  if (!entry) throw new ActionDeskError('not-found', 'The archive has no such entry.');
  if (entry.kind === 'link' || entry.kind === 'special')
    throw new ActionDeskError('not-allowed-now', 'It is a link or a device: only files are saved.');
  if (entry.kind === 'folder')
    throw new ActionDeskError('not-allowed-now', 'It is a folder: save it as one.');
  return entry;
}

/** The folder's name where a part of an archive is saved, else the object's without what says how it is packed. */
function folderName(one: OpenedOne, folder: string): string {
  if (folder !== '') return harmlessName(folder, 'folder');
  const name = nameOfObject(one);
  return harmlessName(name.replace(/\.(?:zip|tar|tgz|tar\.gz)$/i, ''), 'artifact');
}

/** See `ArtifactDesk.saveWish`. */
export function saveWish(one: OpenedOne, what: What): SaveWish {
  switch (what.kind) {
    case 'object':
      return { kind: 'file', name: objectFileName(one) };
    case 'entry':
      return { kind: 'file', name: harmlessName(entryOf(one, what.entry).path, 'content') };
    case 'folder':
      if (one.archive.kind === 'plain')
        throw new ActionDeskError('not-allowed-now', 'It is no archive: save it as it is.');
      return { kind: 'folder', name: folderName(one, what.folder) };
  }
}

/** CodePipeline's keys end in random letters without an ending; the file gets the one of its kind. */
function objectFileName(one: OpenedOne): string {
  const name = nameOfObject(one);
  const { kind } = one.archive;
  return kind === 'plain' || /\.(?:zip|tar|tgz|gz|jar|war)$/i.test(name) ? name : `${name}.${kind}`;
}

/** How files were checked, in the words of what the format keeps. */
function checkedBy(one: OpenedOne, files: number): string {
  const count = `${files.toLocaleString('en-US')} ${files === 1 ? 'file' : 'files'}`;
  switch (one.archive.kind) {
    case 'zip':
      return `${count}, each checked by its size and its CRC-32.`;
    case 'tar.gz':
      return `${count}, each checked by its size; the archive by the checksum of gzip as far as it was read.`;
    case 'tar':
      return `${count}, checked by their sizes only: a tar keeps no checksum of its contents.`;
    case 'plain':
      return `${count}, checked by its size and its ETag.`;
  }
}

const explain = (thrown: unknown): string | null =>
  saysDiskFull(thrown)
    ? 'The disk is full: what was whole is kept. Make room, and go on.'
    : thrown instanceof Error && 'code' in thrown && !(thrown instanceof ActionDeskError)
      ? `The disk refused it (${String(thrown.code)}).`
      : null;

/** The work of one save. `place` is what the person chose: a file's path, or the folder in which a new one is made. */
export function saveWork(
  parts: SavingParts,
  one: OpenedOne,
  asked: { what: What; limits: ExtractionLimits },
  place: string,
): TaskWork {
  const { what } = asked;
  const wish = saveWish(one, what);
  if (what.kind === 'folder') return extractionWork(parts, one, what.folder, asked.limits, place, wish.name);
  let saved: string | null = null;
  const size = what.kind === 'object' ? one.object.facts.size : entryOf(one, what.entry).size;
  return {
    kind: 'save',
    title: `${wish.name} → ${basename(place)}`,
    async run(handle) {
      let seen = 0;
      const onBytes = (more: number): void => {
        seen += more;
        handle.bytes(more);
      };
      handle.total({ bytes: size, files: 1 });
      try {
        const end =
          what.kind === 'object'
            ? await parts.fetchObject(one, place, onBytes, handle.signal)
            : await saveEntry(what.entry, onBytes, handle.signal);
        saved = place;
        handle.file();
        return end;
      } catch (thrown) {
        // A new try tells anew what it has.
        handle.bytes(-seen);
        throw thrown;
      }
    },
    canResume: () => true,
    explain,
    place: () => saved,
    forget() {
      if (what.kind === 'object' && saved === null) void parts.forgetObject(place).catch(() => undefined);
    },
  };

  async function saveEntry(entry: number, onBytes: (more: number) => void, signal: AbortSignal) {
    if (size > asked.limits.maxFileBytes)
      throw new ActionDeskError(
        'not-allowed-now',
        `It unpacks to more than the limit for one file (maxFileBytes, ${asked.limits.maxFileBytes.toLocaleString('en-US')} bytes).`,
      );
    await saveFile(one.archive.content(entry), place, onBytes, signal, parts.openFile);
    return { sentence: checkedBy(one, 1) };
  }
}

function extractionWork(
  parts: SavingParts,
  one: OpenedOne,
  folder: string,
  limits: ExtractionLimits,
  chosen: string,
  name: string,
): TaskWork {
  const written = new Set<number>();
  let target: TargetFolder | null = null;
  let plan: ExtractionPlan | null = null;
  return {
    kind: 'save',
    title: `${name} → ${basename(chosen)}`,
    async run(handle) {
      const platform = parts.platform ?? process.platform;
      const { archive, object } = one;
      // The name is at its longest with the number that makes it a new one.
      const root = `${chosen}/${name} (999)`;
      plan ??= await planExtraction(
        { entries: archive.entries, folder, limits, root, platform, packedBytes: object.facts.size },
        handle.signal,
      );
      if (plan.refused !== null)
        throw new ActionDeskError('not-allowed-now', `Nothing was written. ${plan.refused}`);
      handle.total({ bytes: plan.bytes, files: plan.files.length });
      for (const issue of plan.issues) handle.issue(issue);
      target ??= await createTargetFolder(chosen, name, parts.openFile);
      const watch = { onBytes: handle.bytes, onFile: handle.file, onIssue: handle.issue };
      try {
        await extract({ archive, plan, target, written, watch, signal: handle.signal });
      } catch (thrown) {
        if (written.size === 0 && (await target.removeIfEmpty())) target = null;
        throw thrown;
      }
      const left = plan.files.length - written.size + plan.issues.length;
      const partly = left === 0 ? '' : ` ${left.toLocaleString('en-US')} left out: see the list.`;
      return { sentence: `${checkedBy(one, written.size)}${partly}` };
    },
    canResume: () => plan !== null && plan.refused === null,
    explain,
    place: () => target?.root ?? null,
  };
}
