import type { Blob } from './blobs.ts';
import type { Checksum, PartChecksum } from './checksums.ts';
import { emptyKeyIndex } from './key-index.ts';
import type { KeyIndex } from './key-index.ts';

/** Tags by key, in the order given. */
export type Tags = Readonly<Record<string, string>>;

/** One part of an object that came in parts, as GetObjectAttributes shows it. */
export interface PartFacts {
  readonly number: number;
  readonly size: number;
  readonly checksum: PartChecksum | null;
}

/** One version of an object, or a delete marker, which has no bytes. */
export interface ObjectVersion {
  /** `null` (the text) where the bucket is or was without versioning. */
  readonly versionId: string;
  readonly isDeleteMarker: boolean;
  /** Epoch milliseconds. */
  readonly lastModified: number;
  /** Without the quotes of the wire. */
  readonly etag: string;
  readonly size: number;
  /** Headers given at the upload and given back: content headers, user metadata, encryption. */
  readonly headers: Readonly<Record<string, string>>;
  readonly storageClass: string;
  readonly checksum: Checksum | null;
  readonly tags: Tags;
  /** Null for an object that came in one piece. */
  readonly parts: readonly PartFacts[] | null;
  /** The bytes, in order. An empty object has none. */
  readonly blobs: readonly Blob[];
}

/** A part of an upload that is not completed yet. */
export interface UploadedPart {
  readonly etag: string;
  readonly size: number;
  readonly lastModified: number;
  readonly checksum: PartChecksum | null;
  readonly blobs: readonly Blob[];
}

/** What CreateMultipartUpload said about the object to come. */
export interface UploadStart {
  readonly key: string;
  readonly initiatedAt: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly storageClass: string;
  readonly tags: Tags;
  /** What the parts' checksums are made with, and whether the object's covers its bytes or its parts. */
  readonly checksum: Pick<Checksum, 'algorithm' | 'type'>;
  /** Whether the client asked for the checksum, and must then name it for each part of a composite one. */
  readonly isChecksumAskedFor: boolean;
}

/** A multipart upload that is neither completed nor aborted. */
export interface Upload extends UploadStart {
  readonly parts: Map<number, UploadedPart>;
}

/** What can be set on a bucket and read again; null where it is not set. */
export interface BucketSettings {
  readonly versioning: 'Enabled' | 'Suspended' | null;
  readonly encryption: BucketEncryption;
  readonly tags: Tags | null;
  /** The document as it was sent. */
  readonly policy: string | null;
  readonly publicAccessBlock: Readonly<Record<string, boolean>> | null;
}

/** How objects are encrypted whose upload does not say it. */
export interface BucketEncryption {
  readonly algorithm: string;
  readonly keyId: string | null;
  readonly isBucketKeyEnabled: boolean;
}

/** One bucket with everything in it. */
export interface Bucket {
  readonly name: string;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  settings: BucketSettings;
  /** The versions of each key, the newest last; never an empty list. */
  readonly objects: Map<string, ObjectVersion[]>;
  /** Keys whose newest version is an object: what listings show. */
  readonly current: KeyIndex;
  /** Keys with any version: what listings of versions show. */
  readonly keys: KeyIndex;
  readonly uploads: Map<string, Upload>;
}

/** What a new bucket is set to: no versioning, encryption with S3's own keys, no public access. */
export const newBucketSettings: BucketSettings = {
  versioning: null,
  encryption: { algorithm: 'AES256', keyId: null, isBucketKeyEnabled: false },
  tags: null,
  policy: null,
  publicAccessBlock: {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  },
};

/** A bucket with nothing in it. */
export function emptyBucket(name: string, region: string, createdAt: number): Bucket {
  return {
    name,
    region,
    createdAt,
    settings: newBucketSettings,
    objects: new Map(),
    current: emptyKeyIndex(),
    keys: emptyKeyIndex(),
    uploads: new Map(),
  };
}
