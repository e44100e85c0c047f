import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { openEnvironmentS3, type S3Door } from '#main/aws/s3-door.ts';
import { Secret } from '#shared/domain/secret.ts';
import { scenarioKeys } from './aws-programs.ts';
import { openCutConnection, type CutConnection } from './cut-connection.ts';
import { withFolder } from './desk.ts';
import { withSimulator, type SimulatorUnderTest } from './simulator.ts';

/** The production code's door to a simulated S3 over a line that can break, and a folder for what comes through it. */
export interface S3Line {
  readonly simulator: SimulatorUnderTest;
  readonly line: CutConnection;
  readonly door: S3Door;
  readonly folder: string;
}

/** @param bucket is there, and empty. */
export async function withS3Line(bucket: string, work: (world: S3Line) => Promise<void>): Promise<void> {
  await withSimulator((simulator) =>
    withFolder(async (folder) => {
      const line = await openCutConnection(simulator.endpoint);
      const { accessKeyId, secretAccessKey } = scenarioKeys;
      const door = openEnvironmentS3(
        {
          credentials: { kind: 'static', accessKeyId, secretAccessKey: new Secret(secretAccessKey) },
          ...{ s3Endpoint: line.endpoint, callTimeoutMs: 5_000 },
        },
        { environment: 'test', homeRegion: 'us-east-1' },
      );
      try {
        await simulator.s3().send(new CreateBucketCommand({ Bucket: bucket }));
        await work({ simulator, line, door, folder });
      } finally {
        door.close();
        await line.close();
      }
    }),
  );
}
