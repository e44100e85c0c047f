/**
 * A refusal in the service's own words. `type` is the exception name of the CodePipeline service model and
 * goes on the wire as `__type`; the message is what an AWS client shows its user.
 */
export class ServiceError extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.name = 'ServiceError';
    this.type = type;
  }
}
