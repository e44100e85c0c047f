import { createServer } from 'node:http';

/*
 * A process of its own that answers ListObjectsV2: a bucket called `many-<count>` holds that many sorted keys, made up as they are
 * asked for. `/_delay/<ms>` makes each later answer take that long, `/_requests` tells how many were answered.
 */
const PIPELINES = 100;

/** The key with that number: a folder for each pipeline, as CodePipeline keeps them; ASCII, so sorted as strings. */
function keyAt(at, count) {
  const each = Math.ceil(count / PIPELINES);
  const pipeline = String(Math.floor(at / each)).padStart(3, '0');
  return `pipeline-${pipeline}/BuildArtif/${String(at % each).padStart(7, '0')}.zip`;
}

/** How many keys stand before a text, or up to and with it. */
function keysBefore(text, count, including) {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const key = keyAt(middle, count);
    if (key < text || (including && key === text)) low = middle + 1;
    else high = middle;
  }
  return low;
}

const entryOf = (at, count) =>
  `<Contents><Key>${keyAt(at, count)}</Key><LastModified>2026-01-15T09:30:00.000Z</LastModified>` +
  `<ETag>&quot;${String(at).padStart(32, '0')}&quot;</ETag><Size>${1000 + (at % 1000)}</Size>` +
  '<StorageClass>STANDARD</StorageClass></Contents>';

/** One page. Source: ListObjectsV2 in the Amazon S3 API reference. */
function pageOf(bucket, query) {
  const count = Number(bucket.replace('many-', ''));
  const prefix = query.get('prefix') ?? '';
  const behind = query.get('continuation-token') ?? query.get('start-after');
  const first = keysBefore(prefix, count, false);
  const from = behind === null ? first : Math.max(first, keysBefore(behind, count, true));
  const end = keysBefore(`${prefix}\uffff`, count, false);
  const to = Math.max(from, Math.min(end, from + Math.min(1000, Number(query.get('max-keys') ?? 1000))));
  let rows = '';
  for (let at = from; at < to; at += 1) rows += entryOf(at, count);
  const next = to < end ? `<NextContinuationToken>${keyAt(to - 1, count)}</NextContinuationToken>` : '';
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">' +
    `<Name>${bucket}</Name><Prefix>${prefix}</Prefix><KeyCount>${to - from}</KeyCount><MaxKeys>1000</MaxKeys>` +
    `<EncodingType>url</EncodingType><IsTruncated>${to < end}</IsTruncated>${next}${rows}</ListBucketResult>`
  );
}

let requests = 0;
let delayMs = 0;
const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://list');
  const [, name, value] = url.pathname.split('/');
  if (name === '_delay') delayMs = Number(value);
  if (name === '_requests' || name === '_delay') return void response.end(String(requests));
  requests += 1;
  const body = pageOf(name, url.searchParams);
  const headers = { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(body) };
  setTimeout(() => response.writeHead(200, headers).end(body), delayMs);
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`);
});
