import type { Command } from 'commander';
import { manPage } from './man-page.ts';
import { catArtifact, type CatFlags } from './artifact-cat.ts';
import { diffArtifacts, type DiffFlags } from './artifact-diff.ts';
import { listArtifacts, type ListFlags } from './artifact-list.ts';
import type { CommandContext } from './command-context.ts';
import { withFolderFlags } from './data-folder.ts';

const S3URI = 's3://bucket/key, with ?versionId=… for one version; an ARN or a URL of S3 or its console';

/** Flags that say whose credentials read. */
function withSourceFlags(command: Command): Command {
  return withFolderFlags(
    command
      .option('--region <region>', "where to look first (default: AWS_REGION; the bucket's own is found out)")
      .option(
        '--run <id>',
        "with the credentials of this run's job, through the agent that works in the data folder",
      ),
  );
}

const WHOSE =
  'Reads with the standard AWS chain (profiles, SSO, environment variables; AWS_ENDPOINT_URL_S3 names another endpoint), or with the temporary credentials of a run while its job is open. Archives (zip, tar, tar.gz) are looked into by ranges: only what is shown is fetched.';

/** `artifacts ls|cat|diff`: what pipelines handed over, for scripts. */
export function addArtifactsCommand(program: Command, context: CommandContext): void {
  const artifacts = program.command('artifacts').description('look into the artifacts of pipelines');
  manPage(artifacts, {
    description: [WHOSE],
    examples: [
      'action-desk artifacts ls s3://codepipeline-us-east-1-123/web/',
      'action-desk artifacts cat s3://codepipeline-us-east-1-123/web/App/a1b2 --entry package.json',
    ],
  });
  const ls = withSourceFlags(artifacts.command('ls'))
    .description('list objects below a prefix, versions of a key, or entries of an archive')
    .argument('<s3uri>', S3URI)
    .option('--recursive', 'everything below the prefix, not only its next level')
    .option('--versions', 'the versions of this one key')
    .option('--entries', 'what is in this archive')
    .option('--json', 'print JSON')
    .action((uri: string, flags: ListFlags) => listArtifacts(uri, flags, context));
  manPage(ls, {
    description: [WHOSE],
    json: [
      ['objects', '{key, size, modifiedAt, etag, storageClass}; sizes in bytes, times in epoch ms'],
      ['prefixes', 'the next level of folders'],
      ['versions, more', 'with --versions: {versionId, isLatest, isDeleteMarker, size, modifiedAt, etag}'],
      [
        'kind, faults, entries',
        'with --entries: {index, path, kind, size, compressedSize, crc32, …, faults}',
      ],
    ],
    examples: ['action-desk artifacts ls --entries s3://bucket/web/App/a1b2'],
  });
  const cat = withSourceFlags(artifacts.command('cat'))
    .description('write an object, or a file of an archive, to standard output')
    .argument('<s3uri>', S3URI)
    .option('--entry <path>', 'a file in the archive')
    .option('--force', 'also write what is not text to a terminal')
    .action((uri: string, flags: CatFlags) => catArtifact(uri, flags, context));
  manPage(cat, {
    description: [
      WHOSE,
      'Bytes as they are. A content that fails its check (size, CRC-32) ends the command with 1 after what was written.',
    ],
    examples: ['action-desk artifacts cat s3://bucket/web/App/a1b2 --entry src/index.js | less'],
  });
  const diff = withSourceFlags(artifacts.command('diff'))
    .description('compare two artifacts by content')
    .argument('<left>', S3URI)
    .argument('<right>', S3URI)
    .option('--entry <path>', 'this file or folder only')
    .option(
      '--exit-code',
      'ask for sameness: artifacts that differ, or cannot be read whole, fail the command (2)',
    )
    .option('--json', 'print JSON')
    .action((left: string, right: string, flags: DiffFlags) => diffArtifacts(left, right, flags, context));
  manPage(diff, {
    description: [
      WHOSE,
      'One line for each path that differs: A added, D removed, M changed, ? cannot be read. A comparison that was made is done (0) whatever it found; with --exit-code a difference is a failure (2).',
    ],
    json: [
      ['counts', '{added, removed, changed, same, unknown}'],
      ['rows', '{path, verdict, leftSize, rightSize, fault} of what differs'],
    ],
    examples: ['action-desk artifacts diff s3://bucket/web/App/a1b2 s3://bucket/web/App/c3d4'],
  });
}
