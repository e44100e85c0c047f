/** What a console link of AWS is made of. Values of the configuration are resolved and never secret here. */
export interface LinkFacts {
  readonly region: string;
  /** The account that owns what the link leads to. */
  readonly accountId: string;
  readonly configuration: Readonly<Record<string, string>>;
  /** Of the run or the revision the link leads to; empty for an entity. */
  readonly id: string;
}

/**
 * Where AWS's consoles show the thing an action works on, one run of it, and the revision a source found where
 * the source does not link it itself.
 */
export interface ConsoleLinks {
  readonly entity: (facts: LinkFacts) => string;
  readonly execution?: (facts: LinkFacts) => string;
  readonly revision?: (facts: LinkFacts) => string;
}

/*
 * The forms that are seen in answers of the service. AWS publishes none of them, and they change with its
 * consoles: nobody may take a link apart.
 */
const home = (service: string) => (facts: LinkFacts) =>
  `https://${facts.region}.console.aws.amazon.com/${service}/home?region=${facts.region}`;
const codesuite = (facts: LinkFacts, path: string) =>
  `https://${facts.region}.console.aws.amazon.com/codesuite/${path}`;
const part = ({ configuration }: LinkFacts, name: string) => encodeURIComponent(configuration[name] ?? '');

const codeBuild: ConsoleLinks = {
  entity: (facts) => `${home('codebuild')(facts)}#/projects/${part(facts, 'ProjectName')}/view`,
  execution: (facts) => `${home('codebuild')(facts)}#/builds/${encodeURIComponent(facts.id)}/view/new`,
};
const lambda: ConsoleLinks = {
  entity: (facts) => `${home('lambda')(facts)}#/functions/${part(facts, 'FunctionName')}`,
};
const stacks: ConsoleLinks = {
  entity: (facts) => `${home('cloudformation')(facts)}#/stacks?filteringText=${part(facts, 'StackName')}`,
  execution: (facts) =>
    `${home('cloudformation')(facts)}#/stacks/stackinfo?stackId=${encodeURIComponent(facts.id)}`,
};
const deployments: ConsoleLinks = {
  entity: (facts) =>
    `${home('codedeploy')(facts)}#/applications/${part(facts, 'ApplicationName')}/deployment-groups/${part(facts, 'DeploymentGroupName')}`,
  execution: (facts) => `${home('codedeploy')(facts)}#/deployments/${encodeURIComponent(facts.id)}`,
};

/** By provider, for actions and rules of AWS and its GitHub source. A provider that is missing has no links. */
export const consoleLinks: ReadonlyMap<string, ConsoleLinks> = new Map<string, ConsoleLinks>([
  [
    'S3',
    {
      entity: (facts) =>
        `https://s3.console.aws.amazon.com/s3/buckets/${part(facts, facts.configuration.S3Bucket === undefined ? 'BucketName' : 'S3Bucket')}?region=${facts.region}`,
      revision: (facts) =>
        `https://s3.console.aws.amazon.com/s3/object/${part(facts, 'S3Bucket')}?region=${facts.region}&prefix=${part(facts, 'S3ObjectKey')}&versionId=${encodeURIComponent(facts.id)}`,
    },
  ],
  [
    'CodeCommit',
    {
      entity: (facts) =>
        codesuite(
          facts,
          `codecommit/repositories/${part(facts, 'RepositoryName')}/browse/refs/heads/${part(facts, 'BranchName')}`,
        ),
    },
  ],
  [
    'CodeStarSourceConnection',
    {
      entity: (facts) =>
        codesuite(
          facts,
          `settings/connections/redirect?connectionArn=${part(facts, 'ConnectionArn')}&referenceType=BRANCH&FullRepositoryId=${part(facts, 'FullRepositoryId')}&Branch=${part(facts, 'BranchName')}`,
        ),
    },
  ],
  [
    'GitHub',
    {
      entity: (facts) =>
        `https://github.com/${part(facts, 'Owner')}/${part(facts, 'Repo')}/tree/${part(facts, 'Branch')}`,
    },
  ],
  [
    'ECR',
    {
      entity: (facts) =>
        `https://${facts.region}.console.aws.amazon.com/ecr/repositories/private/${facts.accountId}/${part(facts, 'RepositoryName')}?region=${facts.region}`,
    },
  ],
  ['CodeBuild', codeBuild],
  ['CodeDeploy', deployments],
  ['CodeDeployToECS', deployments],
  ['CloudFormation', stacks],
  ['CloudFormationStackSet', stacks],
  ['CloudFormationStackInstances', stacks],
  [
    'ECS',
    {
      entity: (facts) =>
        `${home('ecs')(facts)}#/clusters/${part(facts, 'ClusterName')}/services/${part(facts, 'ServiceName')}`,
    },
  ],
  ['EKS', { entity: (facts) => `${home('eks')(facts)}#/clusters/${part(facts, 'ClusterName')}` }],
  ['EC2', { entity: home('ec2') }],
  ['ElasticBeanstalk', { entity: home('elasticbeanstalk') }],
  ['ServiceCatalog', { entity: home('servicecatalog') }],
  ['AppConfig', { entity: home('systems-manager/appconfig') }],
  ['DeviceFarm', { entity: home('devicefarm') }],
  ['InspectorScan', { entity: home('inspector/v2') }],
  ['Lambda', lambda],
  ['LambdaInvoke', lambda],
  [
    'StepFunctions',
    {
      entity: (facts) => `${home('states')(facts)}#/statemachines/view/${part(facts, 'StateMachineArn')}`,
      execution: (facts) => `${home('states')(facts)}#/executions/details/${encodeURIComponent(facts.id)}`,
    },
  ],
  [
    'CloudWatchAlarm',
    { entity: (facts) => `${home('cloudwatch')(facts)}#alarmsV2:alarm/${part(facts, 'AlarmName')}` },
  ],
]);
