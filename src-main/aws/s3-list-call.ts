import { Readable } from 'node:stream';
import { ListObjectsV2Command, type ListObjectsV2CommandInput, type S3Client } from '@aws-sdk/client-s3';
import type { OwnTurn } from './list-turns.ts';
import { readListText, type ListedPage } from './s3-list-text.ts';

interface HttpAnswer {
  statusCode: number;
  body: unknown;
}

const isAnswer = (response: unknown): response is HttpAnswer =>
  typeof response === 'object' && response !== null && 'statusCode' in response && 'body' in response;

/** What the SDK is left with to parse. */
const EMPTY_LIST = '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>';

async function textOf(body: unknown): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * One ListObjectsV2, signed and sent by the SDK as any other, but with its document read by `readListText`. An answer that is an
 * error goes the SDK's way. Throws what the SDK throws.
 *
 * @param ownTurn waited for before the request is made and before its answer is read: for many at once.
 */
export async function callList(
  client: S3Client,
  input: Omit<ListObjectsV2CommandInput, 'EncodingType'>,
  signal: AbortSignal,
  ownTurn?: OwnTurn,
): Promise<ListedPage> {
  await ownTurn?.(signal);
  const command = new ListObjectsV2Command({ ...input, EncodingType: 'url' });
  let page: ListedPage | null = null;
  command.middlewareStack.add(
    (next) => async (given) => {
      const result = await next(given);
      const { response } = result;
      if (!isAnswer(response) || response.statusCode !== 200) return result;
      const text = await textOf(response.body);
      await ownTurn?.(signal);
      page = readListText(text);
      response.body = Readable.from([Buffer.from(EMPTY_LIST)]);
      return result;
    },
    // Within the SDK's own reading, which comes first at normal priority.
    { step: 'deserialize', name: 'actionDeskReadList', priority: 'low' },
  );
  await client.send(command, { abortSignal: signal });
  if (!page) throw new Error('S3 answered without a list');
  return page;
}
