import { rawZip } from './hostile-archives-zip.ts';

const SIGNATURE_BYTES = 46;
const OFFSET_AT = 42;

/** A zip of many empty files, made by copying one: with more than 65,535 of them it takes zip64. Names are of one length. */
export function manyFilesZip(names: readonly string[]): Buffer {
  const [first = ''] = names;
  const one = rawZip([{ name: first, data: '', method: 0 }]);
  const recordLength = SIGNATURE_BYTES + first.length;
  const localLength = one.readUInt32LE(one.length - 6);
  const local = one.subarray(0, localLength);
  const record = one.subarray(localLength, localLength + recordLength);
  const locals = Buffer.alloc(localLength * names.length);
  const directory = Buffer.alloc(recordLength * names.length);
  names.forEach((name, at) => {
    local.copy(locals, at * localLength);
    locals.write(name, at * localLength + localLength - first.length, 'utf8');
    record.copy(directory, at * recordLength);
    directory.write(name, at * recordLength + SIGNATURE_BYTES, 'utf8');
    directory.writeUInt32LE(at * localLength, at * recordLength + OFFSET_AT);
  });
  return rawZip([], {
    prefix: Buffer.concat([locals, directory]),
    zip64: {
      entries: BigInt(names.length),
      directorySize: BigInt(directory.length),
      directoryOffset: BigInt(locals.length),
    },
  });
}
