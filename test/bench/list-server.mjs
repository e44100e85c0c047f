import { createServer } from 'node:http';

/*
 * A process that answers ListObjectsV2 for a million sorted keys: pages are cut from a string made once, so that what is
 * measured is the client.
 */
const KEYS = Number(process.argv[2] ?? 1_000_000);
const PIPELINES = 100;

/** `pipeline-042/BuildArtif/0000123.zip`: a folder per pipeline, as CodePipeline keeps them; ASCII, so sorted as strings. */
const perPipeline = Math.ceil(KEYS / PIPELINES);
const keys = Array.from({ length: KEYS }, (_, at) => {
  const pipeline = String(Math.floor(at / perPipeline)).padStart(3, '0');
  const random = ((at % perPipeline) * 36 ** 3 + ((at * 7919) % 36 ** 3)).toString(36).padStart(8, '0');
  return `pipeline-${pipeline}/BuildArtif/${random}.zip`;
});
const entryOf = (key, at) =>
  `<Contents><Key>${key}</Key><LastModified>2026-01-15T09:30:00.000Z</LastModified>` +
  `<ETag>&quot;${String(at).padStart(32, '0')}&quot;</ETag><Size>${1000 + (at % 1000)}</Size><StorageClass>STANDARD</StorageClass></Contents>`;

function firstBehind(key) {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[middle] <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}

const server = createServer((request, response) => {
  const query = new URL(request.url, 'http://list').searchParams;
  const token = query.get('continuation-token');
  const after = token ?? query.get('start-after');
  const from = after === null ? 0 : firstBehind(after);
  const to = Math.min(keys.length, from + Math.min(1000, Number(query.get('max-keys') ?? 1000)));
  let text = '';
  for (let at = from; at < to; at += 1) text += entryOf(keys[at], at);
  const isTruncated = to < keys.length;
  const next = isTruncated ? `<NextContinuationToken>${keys[to - 1]}</NextContinuationToken>` : '';
  const body =
    '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">' +
    `<Name>list</Name><Prefix></Prefix><KeyCount>${to - from}</KeyCount><MaxKeys>1000</MaxKeys>` +
    `<EncodingType>url</EncodingType><IsTruncated>${isTruncated}</IsTruncated>${next}${text}</ListBucketResult>`;
  response.writeHead(200, { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(body) });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`);
});
