import Alert from '@cloudscape-design/components/alert';
import type { ReactElement } from 'react';
import type { ArchiveMakeup, Fetched, OpenedArtifact } from '#shared/domain/artifact.ts';
import { CopyButton, Copyable } from '#renderer/ui/copyable.tsx';
import { Moment } from '#renderer/ui/moment.tsx';
import { Size } from '#renderer/ui/size.tsx';
import { VisibleText } from '#renderer/ui/visible-text.tsx';
import { byteSize } from '#renderer/ui/byte-size.ts';
import { encodingWords, partWords } from './makeup-words.ts';

const KINDS = {
  zip: 'Zip archive',
  tar: 'Tar archive',
  'tar.gz': 'Tar archive, gzip',
  plain: 'File',
} as const;

/** How an object is encrypted, in words and with AWS's own. */
export function encryptionWords(encryption: string | null): string {
  if (encryption === null) return 'not told';
  const words: Record<string, string> = {
    AES256: 'SSE-S3 (AES256)',
    'aws:kms': 'SSE-KMS (aws:kms)',
    'aws:kms:dsse': 'DSSE-KMS (aws:kms:dsse)',
  };
  return words[encryption] ?? encryption;
}

/** What has gone over the wire against the whole object: `Fetched 72 KB of 85 MB in 2 requests`. */
export function FetchedCounter({ fetched, size }: { fetched: Fetched; size: number | null }): ReactElement {
  const { requests, bytes, fromCache } = fetched;
  return (
    <span className="ad-number" data-testid="fetched" data-bytes={bytes} data-requests={requests}>
      Fetched <strong>{byteSize(bytes)}</strong>
      {size !== null && ` of ${byteSize(size)}`} in {requests} {requests === 1 ? 'request' : 'requests'}
      {fromCache > 0 && <span className="ad-muted"> · {byteSize(fromCache)} from the cache</span>}
    </span>
  );
}

/** What S3 and the archive say of themselves, and what is wrong with the archive as a whole. */
export function ArchiveHead({ opened }: { opened: OpenedArtifact }): ReactElement {
  const { facts, kind } = opened;
  const ratio = opened.unpackedSize === null || facts.size === 0 ? null : opened.unpackedSize / facts.size;
  return (
    <>
      {opened.faults.length > 0 && (
        <div data-testid="archive-faults" data-faults={opened.faults.map(({ fault }) => fault).join(' ')}>
          <Alert type="warning" header="This archive is not in order">
            {opened.faults.map(({ fault, sentence }) => (
              <div key={`${fault} ${sentence}`} className="ad-wrap">
                {sentence}
              </div>
            ))}
          </Alert>
        </div>
      )}
      <dl className="ad-object-facts ad-archive-facts" data-testid="archive-facts">
        <Fact name="Kind">
          {KINDS[kind]}
          {opened.makeup?.zip64 && ', zip64'}
        </Fact>
        <Fact name="Size">
          <Size bytes={facts.size} />
        </Fact>
        {kind !== 'plain' && (
          <>
            <Fact name="Entries">{opened.entries.toLocaleString('en')}</Fact>
            <Fact name="Unpacked">
              <Size bytes={opened.unpackedSize} />
              {ratio !== null && ratio >= 0.05 && <span className="ad-muted"> {ratio.toFixed(1)} ×</span>}
            </Fact>
          </>
        )}
        {opened.makeup && <MakeupFacts makeup={opened.makeup} entries={opened.entries} />}
        {kind === 'plain' && facts.contentType && (
          <Fact name="Content type">
            <VisibleText text={facts.contentType} />
          </Fact>
        )}
        <Fact name="Modified">
          <Moment at={facts.modifiedAt} />
        </Fact>
        <Fact name="Storage class">{facts.storageClass ?? 'STANDARD'}</Fact>
        <Fact name="Encryption">
          <span data-testid="encryption">{encryptionWords(facts.encryption)}</span>
        </Fact>
        {facts.kmsKeyId && (
          <Fact name="KMS key">
            <span data-testid="kms-key" className="ad-fact-copy">
              <Copyable text={facts.kmsKeyId} />
            </span>
          </Fact>
        )}
        <Fact name="Version">
          {facts.versionId ? (
            <Copyable text={facts.versionId} />
          ) : (
            <span className="ad-muted">not versioned</span>
          )}
        </Fact>
        <Fact name="ETag">
          <Copyable text={facts.etag.replaceAll('"', '')} />
        </Fact>
        {facts.checksums.map(({ algorithm, value, type }) => (
          <Fact key={algorithm} name={`Checksum ${algorithm}`}>
            <span className="ad-copyable">
              <code className="ad-mono ad-ellipsis" title={value}>
                {value}
              </code>
              <CopyButton text={value} />
            </span>
            {type && type !== 'FULL_OBJECT' && <span className="ad-muted">{type}</span>}
          </Fact>
        ))}
        {opened.comment && (
          <Fact name="Comment">
            <span className="ad-wrap">
              <VisibleText text={opened.comment} />
            </span>
          </Fact>
        )}
      </dl>
    </>
  );
}

/** Only what is so is said, but for the names' encoding, which every zip has. */
function MakeupFacts({ makeup, entries }: { makeup: ArchiveMakeup; entries: number }): ReactElement {
  const encoding = encodingWords(makeup);
  return (
    <>
      {encoding && <Fact name="Names">{encoding}</Fact>}
      {makeup.encrypted > 0 && (
        <Fact name="Encrypted">
          <span className="ad-tone-warn">{partWords(makeup.encrypted, entries)}</span>
        </Fact>
      )}
      {makeup.damaged > 0 && (
        <Fact name="Damaged">
          <span className="ad-tone-warn">{partWords(makeup.damaged, entries)}, by the directory</span>
        </Fact>
      )}
    </>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
