import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

/** The S3 of a running simulator with credentials that may do everything: to lay out what a test looks at. */
export interface SimulatorStore {
  keys(bucket: string, prefix: string): Promise<string[]>;
  put(bucket: string, key: string, body: Uint8Array): Promise<void>;
  read(bucket: string, key: string): Promise<Uint8Array>;
  close(): void;
}

/** Opens it by the simulator's endpoint. */
export function storeOf(endpoint: string): SimulatorStore {
  const client = new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test-secret' },
  });
  return {
    async keys(Bucket, Prefix) {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix }));
      return Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
    },
    async put(Bucket, Key, Body) {
      await client.send(new PutObjectCommand({ Bucket, Key, Body }));
    },
    async read(Bucket, Key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    },
    close: () => client.destroy(),
  };
}
