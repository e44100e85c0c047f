import { structure } from '../constraints.ts';
import { integer, oneOf, text } from '../scalars.ts';

/*
 * Scalars that many operations share, with the constraints of the service model 2015-07-09
 * (https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_Types.html).
 */

const named = { min: 1, max: 100, pattern: /[A-Za-z0-9.@\-_]+/ };

/** Unique in an account and region. */
export const pipelineName = text(named);

/** Unique in its pipeline. */
export const stageName = text(named);

/** Unique in its stage. */
export const actionName = text(named);

/** Unique in its condition. */
export const ruleName = text(named);

/** Unique in an account and region. */
export const webhookName = text(named);

/** Any id in the form of a lower-case UUID: jobs of custom actions, executions, approval tokens. */
export const uuid = text({ pattern: /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/ });

/** What an earlier answer gave to go on from. */
export const nextToken = text({ min: 1, max: 2048 });

/** The size of a page in most listings; the default is 100 where there is one. */
export const maxResults = integer({ min: 1, max: 100 });

/** A region by its code; the model does not say which exist. */
export const regionName = text({ min: 4, max: 30 });

/** The role a pipeline, an action or a rule works under. */
export const roleArn = text({ max: 1024, pattern: /arn:aws(-[\w]+)*:iam::[0-9]{12}:role\/.*/ });

/** A name for an artifact, unique among the outputs of a pipeline. */
export const artifactName = text({ min: 1, max: 100, pattern: /[a-zA-Z0-9_\-]+/ });

/** What kind of work an action does. */
export const actionCategory = oneOf('Source', 'Build', 'Deploy', 'Test', 'Invoke', 'Approval', 'Compute');

/** Who made an action type. */
export const actionOwner = oneOf('AWS', 'ThirdParty', 'Custom');

/** The provider's name, in action types and rule types. */
export const provider = text({ min: 1, max: 35, pattern: /[0-9A-Za-z_-]+/ });

/** A version of an action type or rule type. */
export const version = text({ min: 1, max: 9, pattern: /[0-9A-Za-z_-]+/ });

/** The four parts that name an action type. Operations that take one kind of owner only refuse the others themselves. */
export const actionTypeId = structure({ category: actionCategory, owner: actionOwner, provider, version });

/** A configuration property's name. */
export const configurationKey = text({ min: 1, max: 50 });

/** A revision of a source in its own system, such as a commit. */
export const revisionId = text({ min: 1, max: 1500 });

/** What changes when a revision changes, such as a commit's time or an object's version. */
export const revisionChangeId = text({ min: 1, max: 100 });
