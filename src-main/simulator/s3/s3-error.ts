/** A refusal of S3: its code as in https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html. */
export class S3Error extends Error {
  readonly code: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Elements that the error document has beside code and message. */
  readonly details: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    headers: Record<string, string> = {},
    details: Record<string, string> = {},
  ) {
    super(message);
    this.name = 'S3Error';
    this.code = code;
    this.status = status;
    this.headers = headers;
    this.details = details;
  }
}

/** The object is not there. */
export function noSuchKey(key: string, headers: Record<string, string> = {}): S3Error {
  return new S3Error(404, 'NoSuchKey', 'The specified key does not exist.', headers, { Key: key });
}

/** There is an object of that key, but not this version. */
export function noSuchVersion(key: string, versionId: string): S3Error {
  const details = { Key: key, VersionId: versionId };
  return new S3Error(404, 'NoSuchVersion', 'The specified version does not exist.', {}, details);
}

/** There is no bucket of that name. */
export function noSuchBucket(name: string): S3Error {
  return new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist', {}, { BucketName: name });
}

/** The request is understood and asks for something S3 does not do. */
export function invalidArgument(message: string, name?: string, value?: string): S3Error {
  const details: Record<string, string> = {};
  if (name !== undefined) Object.assign(details, { ArgumentName: name, ArgumentValue: value ?? '' });
  return new S3Error(400, 'InvalidArgument', message, {}, details);
}

/** The request contradicts itself or what it refers to. */
export function invalidRequest(message: string): S3Error {
  return new S3Error(400, 'InvalidRequest', message);
}

/** The document of a request is no XML, or not the one that belongs here. */
export function malformedXml(): S3Error {
  const message = 'The XML you provided was not well-formed or did not validate against our published schema';
  return new S3Error(400, 'MalformedXML', message);
}

/** S3 has it, this one does not. `what` completes the sentence. */
export function notImplemented(what: string): S3Error {
  const message = `A header you provided implies functionality that is not implemented: ${what}`;
  return new S3Error(501, 'NotImplemented', message);
}
