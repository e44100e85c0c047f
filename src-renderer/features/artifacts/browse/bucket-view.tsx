import Button from '@cloudscape-design/components/button';
import Input from '@cloudscape-design/components/input';
import { useState, type ReactElement } from 'react';
import { goTo } from '#renderer/ui/hash-location.ts';
import { pathOf, type Shown } from '../shown-place.ts';
import { FolderPages } from './folder-pages.tsx';
import { VersionsPanel } from './versions-panel.tsx';
import { WholeListing } from './whole-listing.tsx';
import './browse.css';

type BucketShown = Extract<Shown, { kind: 'bucket' }>;

/** The folders and objects below a prefix, page by page, or everything below it as it streams in; with the versions of one key. */
export function BucketView({ shown }: { shown: BucketShown }): ReactElement {
  const [prefix, setPrefix] = useState(shown.prefix);
  const [contains, setContains] = useState('');
  const [versionsOf, setVersionsOf] = useState<string | null>(null);
  const go = (change: Partial<BucketShown>): void =>
    goTo(pathOf({ ...shown, ...change }), { replace: change.prefix === undefined });
  const search = (): void => {
    if (prefix !== shown.prefix) go({ prefix });
  };
  const at = { via: shown.via, region: shown.region, bucket: shown.bucket, prefix: shown.prefix };
  return (
    <div className="ad-bucket">
      <div className="ad-list-tools">
        <div className="ad-tool-field" onKeyDown={(event) => event.key === 'Enter' && search()}>
          <Input
            type="search"
            data-testid="prefix-field"
            value={prefix}
            ariaLabel="Keys that begin with"
            placeholder="Keys that begin with…"
            autoComplete={false}
            onChange={({ detail }) => setPrefix(detail.value)}
            onBlur={search}
          />
        </div>
        <Button
          data-testid="whole-listing"
          onClick={() => go({ whole: !shown.whole })}
          iconName={shown.whole ? 'folder' : 'list-view'}
        >
          {shown.whole ? 'Folder by folder' : 'List everything below'}
        </Button>
        {shown.whole && (
          <div className="ad-tool-field">
            <Input
              type="search"
              value={contains}
              ariaLabel="Keys that contain"
              placeholder="Keys that contain…"
              autoComplete={false}
              onChange={({ detail }) => setContains(detail.value)}
            />
          </div>
        )}
      </div>
      <div className="ad-bucket-body">
        {shown.whole ? (
          <WholeListing key={`${shown.prefix}`} at={at} contains={contains} />
        ) : (
          <FolderPages
            key={shown.prefix}
            at={at}
            onFolder={(folder) => {
              setPrefix(folder);
              go({ prefix: folder });
            }}
            onVersions={setVersionsOf}
          />
        )}
        {versionsOf !== null && (
          <VersionsPanel at={at} objectKey={versionsOf} onClose={() => setVersionsOf(null)} />
        )}
      </div>
    </div>
  );
}
